package io.sluice.server.console.make;

import static java.util.Objects.requireNonNull;

import io.sluice.server.view.PipelineView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What was filled in.
 *
 * @param namespace the folder of the file
 * @param masked columns to be hidden, separated by commas
 * @param source the source's name, as pipeline files have it
 * @param sink the sink's
 * @param values of settings, by {@code source.KEY} and {@code sink.KEY}; no secrets
 * @param kept what stands for secrets that were typed before, by the same names
 */
public record Filled(
    String name,
    String namespace,
    String description,
    String masked,
    String source,
    String sink,
    Map<String, String> values,
    Map<String, String> kept) {
  /** In front of the names of the source's and of the sink's fields. */
  public static final List<String> SIDES = List.of("source", "sink");

  /** In front of boxes that are ticked. */
  public static final String PICK = "pick.";

  /** In front of what a field had when its boxes were shown. */
  public static final String WAS = "was.";

  /** In front of what stands for a secret. */
  public static final String KEPT = "kept.";

  public Filled {
    requireNonNull(name, "name is null");
    values = Map.copyOf(values);
    kept = Map.copyOf(kept);
  }

  /** Before anything was. */
  public static Filled choosing(String name, String namespace, String source, String sink) {
    return new Filled(
        name,
        namespace.isEmpty() ? PipelineView.DEFAULT_NAMESPACE : namespace,
        "",
        "",
        source,
        sink,
        Map.of(),
        Map.of());
  }

  /** The same with other settings. */
  public Filled with(Map<String, String> newValues, Map<String, String> newKept) {
    return new Filled(name, namespace, description, masked, source, sink, newValues, newKept);
  }

  /**
   * As a form sent it.
   *
   * @param fields all values of a field, by its name
   * @param names of all settings, by {@code source.KEY} and {@code sink.KEY}
   */
  public static Filled of(Function<String, List<String>> fields, List<String> names) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name : names) {
      String value = value(fields, name);
      if (!value.isEmpty()) {
        values.put(name, value);
      }
      String id = first(fields, KEPT + name);
      if (!id.isEmpty()) {
        kept.put(name, id);
      }
    }
    return new Filled(
        first(fields, "name"),
        first(fields, "namespace"),
        first(fields, "description"),
        first(fields, "mask"),
        first(fields, "source"),
        first(fields, "sink"),
        values,
        kept);
  }

  /** Boxes decide, unless somebody has typed beside them. */
  private static String value(Function<String, List<String>> fields, String name) {
    String typed = first(fields, name);
    List<String> was = fields.apply(WAS + name);
    return was.isEmpty() || !was.get(0).strip().equals(typed)
        ? typed
        : String.join(",", fields.apply(PICK + name));
  }

  private static String first(Function<String, List<String>> fields, String name) {
    List<String> values = fields.apply(name);
    return values.isEmpty() ? "" : values.get(0).strip();
  }
}
