package io.sluice.connector.table.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a batch by what is to be done with them, in the order in which that is to be done:
 * stored rows get new keys, or copies of them do; rows are deleted, written whole, written in part.
 *
 * @param moved those that the table has under another key; they are in the others as well
 * @param copied those that begin as a copy of another; they are in the others as well
 * @param deletes rows that go
 * @param whole rows of which all columns are written that records bring
 * @param partial rows of which some columns stay as stored, by which
 */
public record Batch(
    List<Row> moved,
    List<Row> copied,
    List<Row> deletes,
    List<Row> whole,
    Map<Part, List<Row>> partial) {

  /** Sorts rows, of which at most one has each key. */
  public static Batch of(List<Row> rows) {
    Batch batch =
        new Batch(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(rows.size()),
            new LinkedHashMap<>());
    for (Row row : rows) {
      if (row.predecessor() != null) {
        (row.from().stays() ? batch.copied : batch.moved).add(row);
      }
      if (row.delete()) {
        batch.deletes.add(row);
      } else if (row.partial()) {
        batch.partial.computeIfAbsent(Part.of(row), any -> new ArrayList<>()).add(row);
      } else {
        batch.whole.add(row);
      }
    }
    return batch;
  }

  /** {@link Row.Predecessor#ended} of copied rows, of which a table's have one mode. */
  public static int ended(List<Row> copied) {
    return copied.get(0).from().ended();
  }

  /** Rows that are written in part, whichever. */
  public List<Row> anyPart() {
    return partial.values().stream().flatMap(List::stream).toList();
  }
}
