package io.sluice.server.http;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Whether somebody may ask for something. */
final class Permits {
  private final Function<String, Optional<String>> namespaces;

  /**
   * @param namespaces of a pipeline by its name; empty if there is none of that name
   */
  Permits(Function<String, Optional<String>> namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * Looks whether they may.
   *
   * @param parts of the path, by name
   * @throws ProblemException if not
   */
  void require(Identity who, Access access, UnaryOperator<String> parts) {
    if (access instanceof Access.Somewhere somewhere) {
      if (who.grants().keySet().stream().noneMatch(at -> who.may(somewhere.permission(), at))) {
        throw forbidden(who, somewhere.permission(), "in any namespace");
      }
    } else if (access instanceof Access.Everywhere everywhere) {
      if (!who.mayEverywhere(everywhere.permission())) {
        throw forbidden(who, everywhere.permission(), "in all namespaces (*)");
      }
    } else if (access instanceof Access.OfPipeline of) {
      String pipeline = parts.apply(of.part());
      Optional<String> namespace = namespaces.apply(pipeline);
      // Who may not see one learns nothing of it, not even that it is there.
      if (namespace.filter(at -> who.may(Permission.SEE, at)).isEmpty()) {
        throw new ProblemException(
            ProblemKind.NOT_FOUND,
            "There is no pipeline of that name",
            "'sluice plan' lists the project's pipelines",
            List.of(),
            Map.of());
      }
      if (!who.may(of.permission(), namespace.orElseThrow())) {
        throw forbidden(who, of.permission(), "in namespace '" + namespace.orElseThrow() + "'");
      }
    }
  }

  private static ProblemException forbidden(Identity who, Permission permission, String where) {
    String role = permission.least().name().toLowerCase(Locale.ROOT);
    return new ProblemException(
        ProblemKind.FORBIDDEN,
        "'%s' has no permission %s %s"
            .formatted(who.name(), permission.name().toLowerCase(Locale.ROOT), where),
        "Ask an administrator for the role " + role + " " + where,
        List.of(),
        Map.of());
  }
}
