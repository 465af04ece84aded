package io.sluice.cli.compare.side;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import java.util.Collection;
import java.util.List;

/**
 * The key of a row.
 *
 * @param hash 16 hexadecimal digits of the MD5 of its texts, by which rows are put into buckets
 * @param texts the texts of its columns, in the form that both sides have; values of a row
 */
public record Key(String hash, List<String> texts) {

  /** Takes a copy. */
  public Key {
    texts = List.copyOf(texts);
  }

  /** Those that the table on one side can have at all. */
  static List<Key> possible(
      Dialect dialect, ComparedTable table, boolean isSource, Collection<Key> keys) {
    return keys.stream().filter(key -> key.isPossible(dialect, table, isSource)).toList();
  }

  private boolean isPossible(Dialect dialect, ComparedTable table, boolean isSource) {
    for (int i = 0; i < table.key().size(); i++) {
      ComparedColumn column = table.key().get(i);
      if (!dialect.holds(column.form(), column.type(isSource), texts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Nothing of it: keys are values of rows, and a few are found by trying out their hash. */
  @Override
  public String toString() {
    return "a key of " + texts.size() + " columns";
  }
}
