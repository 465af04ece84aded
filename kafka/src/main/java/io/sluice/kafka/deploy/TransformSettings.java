package io.sluice.kafka.deploy;

import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.plugin.PluginKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Transforms and predicates in the form of a connector's settings. */
final class TransformSettings {
  private final ConnectorDraft draft;
  private final Set<String> names = new HashSet<>();
  private final List<String> transforms = new ArrayList<>();
  private final Map<String, PredicateSpec> predicates = new HashMap<>();
  private final List<String> predicateNames = new ArrayList<>();

  TransformSettings(ConnectorDraft draft) {
    this.draft = draft;
  }

  void add(TransformSpec transform) {
    String name = free(names, transform.name());
    names.add(name);
    transforms.add(name);
    String prefix = "transforms." + name + ".";
    draft.plugin(PluginKind.TRANSFORMATION, prefix + "type", transform.type(), transform.place());
    draft.putAll(prefix, transform.config());
    if (transform.predicate().isPresent()) {
      draft.put(prefix + "predicate", predicate(transform.predicate().get()), transform.place());
      if (transform.negate()) {
        draft.put(prefix + "negate", "true", transform.place());
      }
    }
  }

  /** Has records with that header left out; comes before all that the file says. */
  void passOver(String header) {
    String name = "sluice-letters";
    names.add(name);
    transforms.add(name);
    predicateNames.add(name);
    draft.put("transforms." + name + ".type", "org.apache.kafka.connect.transforms.Filter");
    draft.put("transforms." + name + ".predicate", name);
    draft.put(
        "predicates." + name + ".type",
        "org.apache.kafka.connect.transforms.predicates.HasHeaderKey");
    draft.put("predicates." + name + ".name", header);
  }

  /** Has every topic's name that matches replaced; comes behind all that the file says. */
  void route(String regex, String replacement) {
    String name = free(names, "sluice-topic");
    names.add(name);
    transforms.add(name);
    String prefix = "transforms." + name + ".";
    draft.put(prefix + "type", "org.apache.kafka.connect.transforms.RegexRouter");
    draft.put(prefix + "regex", regex);
    draft.put(prefix + "replacement", replacement);
  }

  /** Adds a transform of this class; comes behind all that the file says. */
  void last(String wanted, String type, Map<String, String> settings) {
    String name = free(names, wanted);
    names.add(name);
    transforms.add(name);
    String prefix = "transforms." + name + ".";
    draft.put(prefix + "type", type);
    settings.forEach((key, value) -> draft.put(prefix + key, value));
  }

  /** Writes the lists; to be called when all were added. */
  void close() {
    if (!transforms.isEmpty()) {
      draft.put("transforms", String.join(",", transforms));
    }
    if (!predicateNames.isEmpty()) {
      draft.put("predicates", String.join(",", predicateNames));
    }
  }

  /** One that several transforms refer to is written once. */
  private String predicate(PredicateSpec spec) {
    for (Map.Entry<String, PredicateSpec> known : predicates.entrySet()) {
      if (known.getValue().equals(spec)) {
        return known.getKey();
      }
    }
    String name = free(Set.copyOf(predicateNames), spec.name());
    predicates.put(name, spec);
    predicateNames.add(name);
    String prefix = "predicates." + name + ".";
    draft.plugin(PluginKind.PREDICATE, prefix + "type", spec.type(), spec.place());
    draft.putAll(prefix, spec.config());
    return name;
  }

  /** Names are parts of keys there, and keys of one must not look like keys of another. */
  private static String free(Set<String> taken, String wanted) {
    String base = wanted.replace('.', '-');
    String name = base;
    for (int i = 2; taken.contains(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }
}
