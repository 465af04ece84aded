package io.sluice.project.draft;

import io.sluice.project.inspect.SourceTable;

/**
 * A table that can be chosen.
 *
 * @param table with rows, as the server believes, and whether there is a key
 * @param expression what stands for it, and nothing else that is likely, in a list of expressions
 * @param published whether the publication that is named has it; false if there is none yet
 */
public record PickTable(SourceTable table, String expression, boolean published) {
  /** Of a table. */
  static PickTable of(SourceTable table, boolean published) {
    return new PickTable(table, expression(table.qualified()), published);
  }

  /** A plain dot is close enough to itself, and reads well. */
  public static String expression(String qualified) {
    return qualified.replaceAll("([\\\\^$*+?()\\[\\]{}|,])", "\\\\$1");
  }
}
