package io.sluice.cli.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose first key column is above one value and not above another.
 *
 * @param above the text of the value below; null for the beginning
 * @param upTo the text of the last value; null for the end
 */
record KeyRange(@Nullable String above, @Nullable String upTo) {
  static final KeyRange ALL = new KeyRange(null, null);

  /** The condition for these rows, in that dialect; true for all. */
  String condition(ComparedTable table, Dialect dialect) {
    ComparedColumn column = table.key().get(0);
    String name = dialect.quoted(column.name());
    List<String> parts = new ArrayList<>();
    if (above != null) {
      parts.add(name + " > " + value(above, column, dialect));
    }
    if (upTo != null) {
      parts.add(name + " <= " + value(upTo, column, dialect));
    }
    return parts.isEmpty() ? "1 = 1" : String.join(" AND ", parts);
  }

  private static String value(String text, ComparedColumn column, Dialect dialect) {
    return dialect.literal(dialect.searched(column.form(), text));
  }
}
