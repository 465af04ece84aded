package io.sluice.state.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be thought of a reset by what is stored, before anything is changed: whether the
 * partitions are there, and whether values are of the types that the stored offsets have. What a
 * position means, the source alone knows. Values are not repeated, since keys of rows may be among
 * them.
 *
 * @param faults why it cannot be meant; each names the partition, or the key with what was expected
 *     and found
 * @param warnings what it changes beside values
 */
public record ResetCheck(List<String> faults, List<String> warnings) {
  private static final int MOST_NAMED = 10;

  public ResetCheck {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /**
   * Of a reset.
   *
   * @param stored source partition to offset, canonical JSON; where there are none, no reset can be
   *     held against them
   */
  public static ResetCheck of(Reset reset, Map<String, String> stored) {
    List<String> faults = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    if (!stored.isEmpty()) {
      new TreeMap<>(reset.sourceOffsets())
          .forEach(
              (partition, offset) -> {
                String was = stored.get(partition);
                if (was == null) {
                  faults.add(
                      "partition: expected one of " + named(stored) + " but found " + partition);
                } else if (offset != null) {
                  hold(map(offset), map(was), faults, warnings);
                }
              });
    }
    return new ResetCheck(faults, warnings);
  }

  private static Map<String, @Nullable Object> map(String json) {
    return Objects.requireNonNullElse(CanonicalJson.read(json), Map.of());
  }

  private static String named(Map<String, String> stored) {
    List<String> all = new ArrayList<>(new TreeSet<>(stored.keySet()));
    return all.size() <= MOST_NAMED
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, MOST_NAMED))
            + " and "
            + (all.size() - MOST_NAMED)
            + " more";
  }

  private static void hold(
      Map<String, @Nullable Object> wanted,
      Map<String, @Nullable Object> was,
      List<String> faults,
      List<String> warnings) {
    TreeSet<String> lost = new TreeSet<>(was.keySet());
    lost.removeAll(wanted.keySet());
    TreeSet<String> fresh = new TreeSet<>(wanted.keySet());
    fresh.removeAll(was.keySet());
    types("offset", wanted, was, faults);
    if (!lost.isEmpty()) {
      warnings.add(
          "The stored offset is replaced as a whole, and loses " + String.join(", ", lost) + ".");
    }
    if (!fresh.isEmpty()) {
      warnings.add("The stored offset has no " + String.join(", ", fresh) + " so far.");
    }
  }

  private static void types(String path, Map<?, ?> wanted, Map<?, ?> was, List<String> faults) {
    wanted.forEach(
        (key, value) -> {
          Object before = was.get(key);
          if (value == null || before == null) {
            return; // Sources say null of what they do not know yet.
          }
          String at = path + "." + key;
          String expected = type(before);
          String found = type(value);
          if (value instanceof Map<?, ?> inner && before instanceof Map<?, ?> outer) {
            types(at, inner, outer, faults);
          } else if (!expected.equals(found)
              && !(before instanceof Double && value instanceof Long)) {
            faults.add(at + ": expected " + expected + " but found " + found);
          }
        });
  }

  private static String type(Object value) {
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Long) {
      return "a whole number";
    }
    if (value instanceof Number) {
      return "a number with a fraction";
    }
    if (value instanceof Boolean) {
      return "true or false";
    }
    return value instanceof Map ? "an object" : "a list";
  }
}
