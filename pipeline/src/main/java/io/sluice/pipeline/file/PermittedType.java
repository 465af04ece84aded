package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.server.PermittedConnectors;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A list of connectors that pipelines may name. */
final class PermittedType implements Compound<PermittedConnectors> {
  private static final String PART = "[A-Za-z0-9_.+-]{1,200}";
  private static final String TEXT =
      "\\*|[A-Za-z0-9_.$-]{1,500}|maven:" + PART + "(:" + PART + "){1,4}";
  private static final Pattern NAME = Pattern.compile(TEXT);
  private static final String EXPECTED =
      "a connector: its alias, its class or maven:group:artifact:version";

  @Override
  public @Nullable PermittedConnectors read(Yaml yaml, Problems problems) {
    if (!(yaml instanceof Yaml.Sequence sequence)) {
      problems.unexpected(
          yaml, expectation(), "Write [] for none, ['" + PermittedConnectors.ALL + "'] for all");
      return null;
    }
    int before = problems.count();
    Map<String, PermittedConnectors.Name> names = new LinkedHashMap<>();
    for (Yaml item : sequence.items()) {
      if (item instanceof Yaml.Scalar scalar && NAME.matcher(scalar.text()).matches()) {
        add(names, scalar.text(), scalar.place(), problems);
      } else {
        problems.unexpected(item, EXPECTED, advice(item));
      }
    }
    if (names.containsKey(PermittedConnectors.ALL) && names.size() > 1) {
      problems.error(
          names.get(PermittedConnectors.ALL).place(),
          "expected '" + PermittedConnectors.ALL + "' alone, found others beside it",
          "It permits all: leave it out, or the others");
    }
    return problems.count() > before
        ? null
        : new PermittedConnectors(List.copyOf(names.values()), sequence.place());
  }

  private static void add(
      Map<String, PermittedConnectors.Name> names, String text, Place place, Problems problems) {
    if (names.putIfAbsent(text, new PermittedConnectors.Name(text, place)) != null) {
      problems.error(place, Problems.shown(text) + " is there twice", "Leave one of them out");
    }
  }

  private static @Nullable String advice(Yaml item) {
    return item instanceof Yaml.Scalar scalar && scalar.text().indexOf('@') > 0
        ? "Leave out what begins with '@': a connector is permitted in all its versions"
        : null;
  }

  @Override
  public String expectation() {
    return "a list of connectors";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of(
        "type", "array", "items", Map.of("type", "string", "pattern", "^(" + TEXT + ")$"));
  }
}
