package io.sluice.cli.compare.side;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a side says of many rows: how many, and the sum of their hashes modulo 2^64. Sums do not
 * depend on the order of the rows, and a row that is there twice is not lost in them.
 */
public record Sum(long rows, long hashes) {
  public static final Sum NOTHING = new Sum(0, 0);

  /** From the texts of a count and of a sum, beginning at that column. */
  public static Sum read(List<@Nullable String> row, int column) {
    String rows = row.get(column);
    String hashes = row.get(column + 1);
    return new Sum(
        rows == null ? 0 : Long.parseLong(rows),
        hashes == null ? 0 : new BigInteger(hashes).longValue());
  }
}
