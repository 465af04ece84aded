package io.sluice.engine.tap;

import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pipeline's transforms mask, as far as their settings say it: ours, Kafka's {@code
 * MaskField}, and any other whose class says Mask, of which only what it does can be seen.
 *
 * <p>A field is meant wherever a path ends with the name that is configured, whatever separates its
 * parts: {@code address.street} is {@code {"address": {"street": …}}} and {@code address_street},
 * in {@code before} and {@code after} and in the key. Too much is hidden rather than too little.
 */
public final class Masking {
  /** What is known of one transform. */
  private enum Kind {
    /** Hides fields. */
    MASK,
    /** Fields have the same names behind it as before it, but for what lies around them. */
    KEEPS_NAMES,
    /** Nobody knows. */
    OTHER
  }

  /**
   * @param fields that it masks, as {@link #plain}; empty where that is not known
   */
  private record Step(String name, Kind kind, Set<String> fields) {}

  /** Of Kafka's own; ReplaceField is one of them only where it renames nothing. */
  private static final Set<String> KEEP_NAMES =
      Set.of(
          "Cast",
          "DropHeaders",
          "ExtractField",
          "Filter",
          "Flatten",
          "HeaderFrom",
          "HoistField",
          "InsertField",
          "InsertHeader",
          "RegexRouter",
          "SetSchemaMetadata",
          "TimestampConverter",
          "TimestampRouter",
          "ValueToKey");

  private static final String KAFKAS = "org.apache.kafka.connect.transforms.";

  private final List<Step> steps;

  private Masking(List<Step> steps) {
    this.steps = steps;
  }

  /** Of these transforms, in their order; those whose plugin is not there count as unknown. */
  public static Masking of(List<TransformSpec> transforms, Plugins plugins, Secrets secrets) {
    List<Step> steps = new ArrayList<>();
    for (TransformSpec spec : transforms) {
      Map<String, String> config = secrets.tryResolve(spec.config()).values();
      Kind kind = kind(className(spec, plugins), config);
      steps.add(new Step(spec.name(), kind, kind == Kind.MASK ? fields(config) : Set.of()));
    }
    return new Masking(steps);
  }

  private static String className(TransformSpec spec, Plugins plugins) {
    try {
      return plugins.find(PluginKind.TRANSFORMATION, spec.type()).className();
    } catch (PluginException notThere) {
      return spec.type();
    }
  }

  private static Kind kind(String className, Map<String, String> config) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    if (simple.toLowerCase(Locale.ROOT).contains("mask")) {
      return Kind.MASK;
    }
    String outer = simple.replaceFirst("\\$.*", "");
    boolean keeps =
        className.equals(KAFKAS + simple)
            && (KEEP_NAMES.contains(outer)
                || outer.equals("ReplaceField") && config.getOrDefault("renames", "").isBlank());
    return keeps ? Kind.KEEPS_NAMES : Kind.OTHER;
  }

  private static Set<String> fields(Map<String, String> config) {
    return Stream.of(config.getOrDefault("fields", "").split(",", -1))
        .map(Masking::plain)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A name or path without what separates its parts. */
  static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    name.codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(one -> plain.appendCodePoint(Character.toLowerCase(one)));
    return plain.toString();
  }

  /** Names of the transforms that mask, in the file's order. */
  public List<String> masks() {
    return steps.stream().filter(step -> step.kind() == Kind.MASK).map(Step::name).toList();
  }

  /** Whether the same is masked. */
  boolean isSameAs(Masking other) {
    return steps.equals(other.steps);
  }

  /** Name of a transform in the pipeline file. */
  String name(int transform) {
    return steps.get(transform).name();
  }

  boolean isMask(int transform) {
    return steps.get(transform).kind() == Kind.MASK;
  }

  /** Whether nothing is masked. */
  boolean isEmpty() {
    return steps.stream().noneMatch(step -> step.kind() == Kind.MASK);
  }

  /** Whether some mask hides what is at the end of this path of {@link #plain} names. */
  boolean hides(List<String> path) {
    return steps.stream().anyMatch(step -> hides(step, path));
  }

  /** Whether this mask does. */
  boolean hides(int transform, List<String> path) {
    return hides(steps.get(transform), path);
  }

  /**
   * Whether a part of the path, from anywhere to anywhere, is a field of the mask: what is inside.
   */
  private static boolean hides(Step step, List<String> path) {
    if (step.fields().isEmpty()) {
      return false;
    }
    for (int from = 0; from < path.size(); from++) {
      StringBuilder joined = new StringBuilder();
      for (int to = from; to < path.size(); to++) {
        joined.append(path.get(to));
        if (step.fields().contains(joined.toString())) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether the settings tell of a record that did not come to some mask which fields that would
   * have hidden.
   *
   * @param passed how many transforms the record has come by
   */
  boolean isKnownBehind(int passed) {
    boolean named = true;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (i >= passed && step.kind() == Kind.MASK && (!named || step.fields().isEmpty())) {
        return false;
      }
      named &= step.kind() != Kind.OTHER;
    }
    return true;
  }
}
