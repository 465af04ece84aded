package io.sluice.cli.compare.side;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.dialect.HashingDialect;
import io.sluice.cli.compare.dialect.ReadSide;
import io.sluice.cli.compare.dialect.ReadingDialect;
import io.sluice.cli.compare.dialect.Side;
import io.sluice.cli.compare.form.ComparedTable;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One side's rows of a table: what a comparison asks of them. Values never leave it but those of
 * keys. Used by one thread at a time.
 */
public interface TableRows {

  /**
   * Those of a table on one side.
   *
   * @throws IllegalArgumentException if its database neither hashes nor lets its rows be read
   */
  static TableRows of(Side side, ComparedTable table, boolean isSource) {
    Dialect dialect = side.dialect();
    if (dialect instanceof HashingDialect hashing) {
      return new RowQueries(side, hashing, table, isSource);
    }
    if (dialect instanceof ReadingDialect reading && side instanceof ReadSide read) {
      return new ReadRows(read, reading, table, isSource);
    }
    throw new IllegalArgumentException("rows of " + table.name() + " cannot be read there");
  }

  /** A row's hash, with what tells that it was written again; of several rows, all of them. */
  record State(String hashes, String versions, int rows) {
    public static final State ABSENT = new State("", "", 0);

    public boolean absent() {
      return rows == 0;
    }

    State and(State other) {
      boolean first = hashes.compareTo(other.hashes) <= 0;
      return new State(
          first ? hashes + "," + other.hashes : other.hashes + "," + hashes,
          versions + "," + other.versions,
          rows + other.rows);
    }
  }

  /**
   * What a quicker hash than that of rows makes of some texts here: sides with the same answer can
   * both use it for sums. Empty where there is none.
   */
  default String quickHash() throws SQLException {
    return "";
  }

  /**
   * How many rows a range has, and the sum of their hashes.
   *
   * @param quick whether by the quicker hash
   */
  Sum sum(KeyRange range, boolean quick) throws SQLException;

  /** How many rows the whole table has. */
  long count() throws SQLException;

  /**
   * Count and sum of each bucket of a range; those without rows are left out.
   *
   * @param digits how many digits of a key's hash make its bucket
   */
  Map<String, Sum> buckets(KeyRange range, int digits) throws SQLException;

  /** The rows of some buckets of a range. */
  Map<Key, State> rows(KeyRange range, int digits, Collection<String> buckets) throws SQLException;

  /** The rows of these keys, as they are now; keys without a row are left out. */
  Map<Key, State> rows(Collection<Key> keys) throws SQLException;

  /**
   * The text of the first key column so many rows behind a value; empty when there are fewer.
   *
   * @param above the value's text; null for the beginning
   */
  List<String> boundary(@Nullable String above, long rows) throws SQLException;
}
