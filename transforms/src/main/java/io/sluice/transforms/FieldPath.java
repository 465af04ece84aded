package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is left of a configured path on the way down.
 *
 * @param configured as the user wrote it
 * @param rest what is left of it; empty at its end
 */
record FieldPath(String configured, String rest) {
  static List<FieldPath> of(List<String> configured) {
    return configured.stream().map(path -> new FieldPath(path, path)).toList();
  }

  boolean atEnd() {
    return rest.isEmpty();
  }

  /**
   * The paths that lead into a field. Its whole name is tried, so that a name with a dot in it can
   * be written as it is. Those that arrive are added to {@code found}.
   */
  static List<FieldPath> into(String field, List<FieldPath> paths, Set<String> found) {
    List<FieldPath> inside = new ArrayList<>(2);
    for (FieldPath path : paths) {
      if (path.rest.equals(field)) {
        found.add(path.configured);
        inside.add(new FieldPath(path.configured, ""));
      } else if (path.rest.length() > field.length() + 1
          && path.rest.startsWith(field)
          && path.rest.charAt(field.length()) == '.') {
        inside.add(new FieldPath(path.configured, path.rest.substring(field.length() + 1)));
      }
    }
    return inside;
  }
}
