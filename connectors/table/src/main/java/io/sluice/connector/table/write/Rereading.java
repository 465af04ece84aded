package io.sluice.connector.table.write;

import io.sluice.connector.table.sql.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When it is read anew what other pipelines have stored of a table: with the first change of it in
 * a transaction, so that nothing has to be asked while nothing comes, and seldom enough to cost
 * nothing where transactions are short. Used by one thread.
 */
final class Rereading {
  /** The longest that a pipeline with changes does not know what another one began to write. */
  static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanos;
  private final Map<Table.Name, Long> read = new HashMap<>();
  private final Set<Table.Name> met = new HashSet<>();

  /**
   * Nothing was read yet.
   *
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  Rereading(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a table that is met is to be read of anew, as it is counted to be from here on. */
  boolean isDue(Table.Name table) {
    if (!met.add(table)) {
      return false;
    }
    long now = nanos.getAsLong();
    Long last = read.get(table);
    boolean due = last == null || now - last >= EVERY_NANOS;
    if (due) {
      read.put(table, now);
    }
    return due;
  }

  /** The transaction ends: each table is met anew. */
  void ends() {
    met.clear();
  }
}
