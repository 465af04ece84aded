package io.sluice.server;

import io.sluice.server.access.Permission;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Lead;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Routes that change pipelines or their files, of which a server that stands by does nothing: what
 * it changed would be another one's, or would come to be when nobody expects it.
 */
final class Guarded {
  private static final Set<Permission> OF_PIPELINES = Set.of(Permission.OPERATE, Permission.EDIT);

  private Guarded() {}

  /** The same routes, in their order; those that change nothing are as they were. */
  static List<Route> routes(List<Route> routes, Supplier<Lead> lead) {
    return routes.stream()
        .map(route -> changesPipelines(route) ? guarded(route, lead) : route)
        .toList();
  }

  private static boolean changesPipelines(Route route) {
    return route.method().changes()
        && permission(route.access()).filter(OF_PIPELINES::contains).isPresent();
  }

  private static Optional<Permission> permission(Access access) {
    if (access instanceof Access.Somewhere somewhere) {
      return Optional.of(somewhere.permission());
    }
    if (access instanceof Access.Everywhere everywhere) {
      return Optional.of(everywhere.permission());
    }
    return access instanceof Access.OfPipeline of ? Optional.of(of.permission()) : Optional.empty();
  }

  private static Route guarded(Route route, Supplier<Lead> lead) {
    return route.with(
        request -> {
          Lead now = lead.get();
          if (!now.leads()) {
            throw new Refusal(
                Refusal.Kind.STANDBY,
                "Nothing was changed: " + now.sentence(),
                now.url().map(url -> "Ask " + url).orElse("Ask the server that runs them."));
          }
          return route.work().answer(request);
        });
  }
}
