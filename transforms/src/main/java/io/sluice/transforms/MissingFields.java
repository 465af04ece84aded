package io.sluice.transforms;

import io.sluice.transforms.MaskConfig.Missing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of configured fields that records do not have: a misspelt one would leave the values that
 * it was to hide in the open. One transform often sees many tables, so a field that some table has
 * is no news in another, unless one of nearly that name is there.
 */
final class MissingFields {
  private static final Logger LOG = LoggerFactory.getLogger(Mask.class);
  private static final int REPORTS_KEPT = 1000;

  private final List<String> configured;
  private final Missing reaction;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> reported = new HashSet<>();

  MissingFields(List<String> configured, Missing reaction) {
    this.configured = configured;
    this.reaction = reaction;
  }

  /**
   * @param where what was searched
   * @param names the fields that are there, on the first level
   * @param found which of the configured ones are there
   */
  void check(String where, Set<?> names, Set<String> found) {
    seen.addAll(found);
    if (reaction == Missing.IGNORE) {
      return;
    }
    for (String field : configured) {
      if (!found.contains(field)) {
        int dot = field.indexOf('.');
        String first = dot < 0 ? field : field.substring(0, dot);
        String nearest = names.contains(first) ? "" : Spelling.nearest(first, names);
        String hint = nearest.isEmpty() ? "" : ". Did you mean '" + nearest + "'?";
        if (reaction == Missing.FAIL) {
          throw Mask.refused("expected field '" + field + "' in " + where + hint);
        }
        warn(field, where, hint);
      }
    }
  }

  private void warn(String field, String where, String hint) {
    String once = hint.isEmpty() ? field : field + " " + where;
    boolean known = hint.isEmpty() && seen.contains(field);
    if (!known && reported.size() < REPORTS_KEPT && reported.add(once)) {
      LOG.warn("mask: no field '{}' in {}, so nothing is hidden there{}", field, where, hint);
    }
  }
}
