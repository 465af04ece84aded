package io.sluice.server.http.route;

import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a query against what may stand in it. */
final class Parameters {
  private Parameters() {}

  static void check(Route route, Arrival arrival) {
    Map<String, Parameter> known = route.byName();
    List<Fault> faults = new ArrayList<>();
    arrival
        .query()
        .forEach(
            (name, values) -> {
              Parameter parameter = known.get(name);
              if (parameter != null) {
                check(parameter, values, faults);
              } else if (!route.anyParameters()) {
                faults.add(
                    Fault.ofQuery(
                        shortened(name), "expected one of " + known.keySet() + " or nothing"));
              }
            });
    if (!faults.isEmpty()) {
      throw ProblemException.badRequest(faults);
    }
    if (route.needsVersion() && arrival.headers().apply("If-Match").isEmpty()) {
      throw new ProblemException(
          ProblemKind.VERSION_REQUIRED,
          "What is changed must be named by its version",
          "Read it first, and send its ETag as If-Match",
          List.of(new Fault("header:If-Match", "expected the ETag of what is changed")),
          Map.of());
    }
  }

  private static void check(Parameter parameter, List<String> values, List<Fault> faults) {
    if (values.size() > 1 && !parameter.repeated()) {
      faults.add(Fault.ofQuery(parameter.name(), "expected it once but found it more often"));
    }
    for (String value : values) {
      String fault = value.isEmpty() ? null : parameter.fault(value);
      if (fault != null) {
        faults.add(Fault.ofQuery(parameter.name(), fault));
      }
    }
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
