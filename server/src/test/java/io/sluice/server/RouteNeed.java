package io.sluice.server;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.http.route.Route;

/**
 * What a table says one needs for a route, and where: by the roles' own order, not by the route.
 */
public record RouteNeed(Where where, Permission permission) {
  /** Where one needs it. */
  public enum Where {
    OPEN,
    KNOWN,
    SOMEWHERE,
    PIPELINE,
    EVERYWHERE
  }

  public static final RouteNeed OPEN = new RouteNeed(Where.OPEN, Permission.SEE);
  public static final RouteNeed KNOWN = new RouteNeed(Where.KNOWN, Permission.SEE);
  public static final RouteNeed SEE_IT = new RouteNeed(Where.PIPELINE, Permission.SEE);
  public static final RouteNeed LOOK = new RouteNeed(Where.PIPELINE, Permission.LOOK_AT_RECORDS);
  public static final RouteNeed OPERATE = new RouteNeed(Where.PIPELINE, Permission.OPERATE);
  public static final RouteNeed EDIT = new RouteNeed(Where.PIPELINE, Permission.EDIT);
  public static final RouteNeed SEE_SOME = new RouteNeed(Where.SOMEWHERE, Permission.SEE);
  public static final RouteNeed EDIT_SOME = new RouteNeed(Where.SOMEWHERE, Permission.EDIT);
  public static final RouteNeed SEE_ALL = new RouteNeed(Where.EVERYWHERE, Permission.SEE);
  public static final RouteNeed EDIT_ALL = new RouteNeed(Where.EVERYWHERE, Permission.EDIT);
  public static final RouteNeed ADMINISTER = new RouteNeed(Where.EVERYWHERE, Permission.ADMINISTER);

  /**
   * Whether somebody may.
   *
   * @param namespace of the pipeline that the route is asked for
   */
  public boolean allows(Identity who, String namespace) {
    return switch (where) {
      case OPEN, KNOWN -> true;
      case SOMEWHERE ->
          who.grants().values().stream().anyMatch(role -> role.includes(permission.least()));
      case PIPELINE -> who.may(permission, namespace);
      case EVERYWHERE -> who.mayEverywhere(permission);
    };
  }

  /**
   * What somebody is answered whom it does not let in: of what one may not see one learns nothing.
   */
  public int refusal(Identity who, String namespace) {
    return where == Where.PIPELINE && !who.may(Permission.SEE, namespace) ? 404 : 403;
  }

  /** As a table names a route. */
  public static String name(Route route) {
    return route.method() + " " + route.path();
  }

  /** An address of a route, of this pipeline, with something for the other parts. */
  public static String address(Route route, String pipeline) {
    return route.path().replace("{pipeline}", pipeline).replaceAll("\\{.*?}", "1");
  }
}
