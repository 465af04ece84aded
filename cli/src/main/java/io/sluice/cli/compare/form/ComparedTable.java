package io.sluice.cli.compare.form;

import java.util.List;

/**
 * A table and its copy.
 *
 * @param name what people call it: the source's {@code schema.table}
 * @param source the source's table, as in its SQL
 * @param target the target's table, as in its SQL
 * @param key the columns that identify a row; at least one
 * @param present the condition that the target's rows meet that count, as in its SQL; empty for all
 * @param columns all that is compared, the key's columns first
 * @param ranges whether the first column of the key is sorted alike on both sides, so that ranges
 *     of it hold the same rows
 */
public record ComparedTable(
    String name,
    String source,
    String target,
    String present,
    List<ComparedColumn> key,
    List<ComparedColumn> columns,
    boolean ranges) {

  /** Takes copies. */
  public ComparedTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("table " + name + " has no key");
    }
  }
}
