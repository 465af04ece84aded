package io.sluice.connector.postgres.position;

import io.sluice.connector.postgres.catalog.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The tables whose rows a pipeline has read, or decided not to read, by the server's numbers of
 * them. A captured table that is not among them is new to the pipeline: its rows are still to be
 * read. Goes with every offset, so that a table that joins is noticed at the next start, however
 * the last one ended. Immutable; its text is short (the differences of the sorted numbers).
 */
public final class KnownTables {

  private final long[] oids;
  private final String text;

  private KnownTables(long[] oids) {
    this.oids = oids;
    StringBuilder digits = new StringBuilder();
    long before = 0;
    for (long oid : oids) {
      digits.append(digits.length() == 0 ? "" : ",").append(Long.toString(oid - before, 36));
      before = oid;
    }
    this.text = digits.toString();
  }

  /**
   * @param oids the server's numbers, as the 32 bits that they are
   */
  public static KnownTables of(Collection<Integer> oids) {
    return new KnownTables(
        oids.stream().mapToLong(Integer::toUnsignedLong).sorted().distinct().toArray());
  }

  /** Whether the table is not new. */
  public boolean contains(int oid) {
    return Arrays.binarySearch(oids, Integer.toUnsignedLong(oid)) >= 0;
  }

  /** These and one more. */
  public KnownTables with(int oid) {
    if (contains(oid)) {
      return this;
    }
    long[] more = Arrays.copyOf(oids, oids.length + 1);
    more[oids.length] = Integer.toUnsignedLong(oid);
    Arrays.sort(more);
    return new KnownTables(more);
  }

  /** Those of the captured tables that are new. */
  public List<TableId> missing(Map<TableId, Integer> captured) {
    List<TableId> missing = new ArrayList<>();
    captured.forEach(
        (table, oid) -> {
          if (!contains(oid)) {
            missing.add(table);
          }
        });
    return missing;
  }

  static KnownTables parse(String text) {
    String[] parts = text.isEmpty() ? new String[0] : text.split(",");
    long[] oids = new long[parts.length];
    long before = 0;
    for (int i = 0; i < parts.length; i++) {
      before += Long.parseLong(parts[i], 36);
      oids[i] = before;
    }
    return new KnownTables(oids);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownTables known && known.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
