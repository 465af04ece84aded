package io.sluice.cli.compare.form;

/**
 * A column that both sides have.
 *
 * @param name its name at the source
 * @param targetName its name in the target
 * @param form how it is compared
 * @param source what it is at the source
 * @param target what it is in the target
 */
public record ComparedColumn(
    String name, String targetName, Form form, SqlType source, SqlType target) {

  /** Its name on one side. */
  public String name(boolean atSource) {
    return atSource ? name : targetName;
  }

  /** What it is on one side. */
  public SqlType type(boolean atSource) {
    return atSource ? source : target;
  }
}
