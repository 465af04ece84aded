package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives every transform a name and the predicate that it refers to. */
final class TransformChainDraft {
  private final Map<String, PluginDraft> predicates;
  private final Problems problems;
  private final Set<String> names = new HashSet<>();

  TransformChainDraft(Map<String, PluginDraft> predicates, Problems problems) {
    this.predicates = predicates;
    this.problems = problems;
  }

  List<TransformSpec> specs(List<PluginDraft> drafts) {
    for (PluginDraft draft : drafts) {
      draft.name().ifPresent(name -> claim(name, draft.place()));
    }
    List<TransformSpec> specs = new ArrayList<>();
    for (PluginDraft draft : drafts) {
      String name = draft.name().orElseGet(() -> freeName(draft.type()));
      specs.add(
          new TransformSpec(
              name,
              draft.type(),
              draft.config(),
              draft.predicate().flatMap(yaml -> predicate(yaml, name)),
              draft.negate(),
              draft.typePlace()));
    }
    return specs;
  }

  /**
   * The same steps; of those with one name, which may have come from different lists, the later
   * ones are numbered.
   */
  static List<TransformSpec> uniquelyNamed(List<TransformSpec> specs) {
    Set<String> taken = new HashSet<>();
    List<TransformSpec> unique = new ArrayList<>();
    for (TransformSpec spec : specs) {
      String name = spec.name();
      for (int i = 2; !taken.add(name); i++) {
        name = spec.name() + "-" + i;
      }
      unique.add(
          new TransformSpec(
              name, spec.type(), spec.config(), spec.predicate(), spec.negate(), spec.place()));
    }
    return unique;
  }

  private void claim(String name, Place place) {
    if (!names.add(name)) {
      problems.error(
          place.below("name"), "another transform is called " + Problems.shown(name), "Rename one");
    }
  }

  /** The type's last word, numbered from the second on; only messages and metrics use it. */
  private String freeName(String type) {
    String word = type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String name = word;
    for (int i = 2; !names.add(name); i++) {
      name = word + "-" + i;
    }
    return name;
  }

  private Optional<PredicateSpec> predicate(Yaml yaml, String transform) {
    if (!(yaml instanceof Yaml.Scalar reference)) {
      return Optional.ofNullable(new PluginDraft.PredicateType().read(yaml, problems))
          .map(draft -> spec(transform, draft));
    }
    PluginDraft draft = predicates.get(reference.text());
    if (draft == null) {
      problems.error(
          reference.place(),
          "no predicate is called " + Problems.shown(reference.text()),
          Spelling.nearest(reference.text(), predicates.keySet())
              .map(near -> "Did you mean '" + near + "'?")
              .orElse("Declare it under 'predicates'"));
      return Optional.empty();
    }
    return Optional.of(spec(reference.text(), draft));
  }

  private static PredicateSpec spec(String name, PluginDraft draft) {
    return new PredicateSpec(name, draft.type(), draft.config(), draft.typePlace());
  }
}
