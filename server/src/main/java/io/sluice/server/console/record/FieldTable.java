package io.sluice.server.console.record;

import io.sluice.engine.tap.Node;
import io.sluice.engine.tap.Node.Leaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fields of a value, or of two beside each other.
 *
 * @param title of the table
 * @param columns of values: one, or two that are compared
 * @param more how many fields there are beyond those that are shown
 */
public record FieldTable(String title, List<String> columns, List<Row> rows, int more) {
  private static final int MOST = 300;

  public FieldTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** How two values of a field differ. */
  public enum Mark {
    SAME("", ""),
    CHANGED("≠", "changed"),
    ADDED("+", "added"),
    REMOVED("−", "removed");

    private final String sign;
    private final String word;

    Mark(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }

    /** For the eye. */
    public String sign() {
      return sign;
    }

    /** For who cannot see it; of the stylesheet as well. */
    public String word() {
      return word;
    }
  }

  /**
   * A field.
   *
   * @param cells one for each column
   */
  public record Row(String path, String type, Mark mark, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  static FieldTable of(String title, Node value) {
    return of(title, Leaves.of(value));
  }

  static FieldTable of(String title, Map<String, Leaf> leaves) {
    List<Row> rows = new ArrayList<>();
    leaves.forEach(
        (path, leaf) -> rows.add(new Row(path, leaf.type(), Mark.SAME, List.of(Cell.of(leaf)))));
    return bounded(title, List.of("Value"), rows);
  }

  /** Two values beside each other: all of their fields. */
  static FieldTable compared(String title, List<String> columns, Node one, Node other) {
    return bounded(title, columns, rows(Leaves.of(one), Leaves.of(other)));
  }

  /** The same of which only those that differ are shown. */
  static FieldTable differences(
      String title, List<String> columns, Map<String, Leaf> one, Map<String, Leaf> other) {
    List<Row> rows = rows(one, other);
    rows.removeIf(row -> row.mark() == Mark.SAME);
    return bounded(title, columns, rows);
  }

  private static List<Row> rows(Map<String, Leaf> one, Map<String, Leaf> other) {
    // A row that is not there at all has no field of its own to compare.
    Map<String, Leaf> before = withoutNothing(one, other);
    Map<String, Leaf> after = withoutNothing(other, one);
    Set<String> paths = new LinkedHashSet<>(before.keySet());
    paths.addAll(after.keySet());
    List<Row> rows = new ArrayList<>();
    for (String path : paths) {
      Optional<Leaf> left = Optional.ofNullable(before.get(path));
      Optional<Leaf> right = Optional.ofNullable(after.get(path));
      rows.add(
          new Row(
              path,
              right.or(() -> left).map(Leaf::type).orElse(""),
              mark(left, right),
              List.of(Cell.of(left), Cell.of(right))));
    }
    return rows;
  }

  private static Map<String, Leaf> withoutNothing(
      Map<String, Leaf> leaves, Map<String, Leaf> beside) {
    Leaf whole = leaves.get("");
    boolean nothing = whole != null && whole.kind() == Node.Kind.NULL && !beside.containsKey("");
    return nothing ? new LinkedHashMap<>() : leaves;
  }

  private static Mark mark(Optional<Leaf> left, Optional<Leaf> right) {
    if (left.isEmpty()) {
      return Mark.ADDED;
    }
    if (right.isEmpty()) {
      return Mark.REMOVED;
    }
    return left.equals(right) ? Mark.SAME : Mark.CHANGED;
  }

  private static FieldTable bounded(String title, List<String> columns, List<Row> rows) {
    int shown = Math.min(MOST, rows.size());
    return new FieldTable(title, columns, rows.subList(0, shown), rows.size() - shown);
  }
}
