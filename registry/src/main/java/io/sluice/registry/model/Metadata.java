package io.sluice.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody noted beside a schema. In JSON as Confluent's API has it.
 *
 * @param tags for paths in the schema
 * @param properties of the schema as a whole
 * @param sensitive the names of properties that are not for everybody
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metadata(
    @Nullable Map<String, Set<String>> tags,
    @Nullable Map<String, String> properties,
    @Nullable Set<String> sensitive) {
  public Metadata {
    // In one order, whatever the client's: equal notes are to be equal text as well.
    tags = tags == null ? null : sortedTags(tags);
    properties = properties == null ? null : Collections.unmodifiableMap(new TreeMap<>(properties));
    sensitive = sensitive == null ? null : Collections.unmodifiableSet(new TreeSet<>(sensitive));
  }

  /** The property of that name. */
  public @Nullable String property(String name) {
    return properties == null ? null : properties.get(name);
  }

  /** Both; where they differ in a property, the second one's. */
  public static @Nullable Metadata merged(@Nullable Metadata first, @Nullable Metadata second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return new Metadata(
        joined(first.tags, second.tags),
        joined(first.properties, second.properties),
        united(first.sensitive, second.sensitive));
  }

  private static <V> @Nullable Map<String, V> joined(
      @Nullable Map<String, V> first, @Nullable Map<String, V> second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    Map<String, V> both = new TreeMap<>(first);
    both.putAll(second);
    return both;
  }

  private static @Nullable Set<String> united(
      @Nullable Set<String> first, @Nullable Set<String> second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    Set<String> both = new LinkedHashSet<>(first);
    both.addAll(second);
    return both;
  }

  private static Map<String, Set<String>> sortedTags(Map<String, Set<String>> tags) {
    Map<String, Set<String>> sorted = new TreeMap<>();
    List<String> paths = new ArrayList<>(tags.keySet());
    for (String path : paths) {
      sorted.put(path, Collections.unmodifiableSet(new TreeSet<>(tags.get(path))));
    }
    return Collections.unmodifiableMap(sorted);
  }
}
