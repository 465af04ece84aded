package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.value.PgType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a table's enum columns, as its schema tells them. The server says nothing when an
 * enum gains a label, so the first value that has it is what tells. Belongs to the reading thread.
 */
final class Labels {

  /** A column whose values are labels, or lists of them. */
  private record Labelled(int column, Set<String> known) {}

  private final List<Labelled> columns = new ArrayList<>();

  private Labels() {}

  /** Those of a table, null when it has no column of an enum. */
  static @Nullable Labels of(List<Column> columns, TableFormat format) {
    Labels labels = new Labels();
    for (Column column : columns) {
      PgType element = column.type().element();
      PgType type = element == null ? column.type() : element;
      int place = format.indexOf(column.name());
      if (!type.labels().isEmpty() && place >= 0) {
        labels.columns.add(new Labelled(place, new HashSet<>(type.labels())));
      }
    }
    return labels.columns.isEmpty() ? null : labels;
  }

  /** Whether a row has a label that is not known; from then on it is. */
  boolean areNewIn(@Nullable Object[] cells) {
    boolean found = false;
    for (Labelled labelled : columns) {
      Object value = cells[labelled.column()];
      if (value instanceof String label) {
        found |= labelled.known().add(label);
      } else if (value instanceof List<?> list) {
        for (Object each : list) {
          found |= each instanceof String label && labelled.known().add(label);
        }
      }
    }
    return found;
  }
}
