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
                check(parameter, values, route.forPages(), faults);
              } else if (!route.anyParameters()) {
                faults.add(
                    Fault.ofQuery(
                        shortened(name), "expected one of " + known.keySet() + " or nothing"));
              }
            });
    route.parameters().stream()
        .filter(Parameter::required)
        .filter(
            p -> arrival.query().getOrDefault(p.name(), List.of()).stream().allMatch(""::equals))
        .forEach(p -> faults.add(Fault.ofQuery(p.name(), "expected a value but found none")));
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

  /**
   * @param byForm whether a form asks, which sends what nobody filled in as empty
   */
  private static void check(
      Parameter parameter, List<String> values, boolean byForm, List<Fault> faults) {
    if (values.size() > 1 && !parameter.repeated()) {
      faults.add(Fault.ofQuery(parameter.name(), "expected it once but found it more often"));
    }
    for (String value : values) {
      String fault = byForm && value.isEmpty() ? null : parameter.fault(value);
      if (fault != null) {
        faults.add(Fault.ofQuery(parameter.name(), fault));
      }
    }
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
