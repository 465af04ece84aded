package io.sluice.pipeline.file;

import io.sluice.pipeline.server.ConnectorsSpec;
import io.sluice.pipeline.server.PermittedConnectors;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys under {@code connectors}. */
final class ConnectorsSettings {
  private static final String EMPTY = "Write [] for none, ['*'] for all.";

  private static final Setting<PermittedConnectors> PERMITTED =
      Setting.optional(
              "permitted",
              new PermittedType(),
              "Which connectors pipelines may name, in all namespaces that have no list of their"
                  + " own. Default: all.")
          .neverEmpty(EMPTY);
  private static final Setting<Map<String, PermittedConnectors>> NAMESPACES =
      Setting.of(
          "namespaces",
          new NamespacesType(),
          Map.of(),
          "Which ones pipelines of a namespace may name, by the namespace: in the place of"
              + " `permitted`.");

  static final Setting<ConnectorsSpec> CONNECTORS =
      Setting.of(
              "connectors",
              new Section<>(
                  "which connectors pipelines may name",
                  List.of(PERMITTED, NAMESPACES),
                  ConnectorsSettings::connectors),
              ConnectorsSpec.DEFAULT,
              "Which connectors pipelines may name.")
          .neverEmpty("Say it under 'permitted', or leave 'connectors' out: then all are.");

  private ConnectorsSettings() {}

  /** Nothing is permitted in the others because somebody forgot to think of them. */
  private static @Nullable ConnectorsSpec connectors(Section.Values values, Problems problems) {
    Map<String, PermittedConnectors> namespaces = values.get(NAMESPACES);
    if (!namespaces.isEmpty() && !values.written(PERMITTED)) {
      problems.error(
          values.placeOf(PERMITTED),
          "is missing, expected what pipelines of all other namespaces may name",
          EMPTY);
      return null;
    }
    return new ConnectorsSpec(values.find(PERMITTED), namespaces);
  }

  /** A list for each namespace. */
  private static final class NamespacesType implements Compound<Map<String, PermittedConnectors>> {
    private final PermittedType list = new PermittedType();

    @Override
    public @Nullable Map<String, PermittedConnectors> read(Yaml yaml, Problems problems) {
      if (!(yaml instanceof Yaml.Mapping mapping)) {
        problems.unexpected(yaml, expectation());
        return null;
      }
      Map<String, PermittedConnectors> lists = new LinkedHashMap<>();
      for (Yaml.Entry entry : mapping.entries()) {
        if (!isNamespace(entry.key())) {
          problems.error(
              entry.place(),
              "expected a namespace, which is the name of a folder below the project's, found "
                  + Problems.shown(entry.key()),
              "What holds everywhere else stands under 'permitted', beside 'namespaces'");
        }
        PermittedConnectors read = list.read(entry.value(), problems);
        if (read != null) {
          lists.put(entry.key(), read);
        }
      }
      return lists;
    }

    /** Folders whose names begin with a dot have no pipelines. */
    private static boolean isNamespace(String name) {
      return !name.isBlank()
          && !name.startsWith(".")
          && !name.equals(PermittedConnectors.ALL)
          && name.indexOf('/') < 0
          && name.indexOf('\\') < 0;
    }

    @Override
    public String expectation() {
      return "namespaces, each with " + list.expectation();
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "object", "additionalProperties", list.schema());
    }
  }
}
