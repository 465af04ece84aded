package io.sluice.engine.deadletter.edit;

/**
 * A text is no record of the schema that it has to have. The message says what was expected and
 * what kind of thing was found, and never repeats a value.
 */
public final class RecordTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final int line;
  private final int column;

  RecordTextException(String path, int line, int column, String message) {
    super(message);
    this.path = path;
    this.line = line;
    this.column = column;
  }

  RecordTextException(String path, Located at, String message) {
    this(path, at.line(), at.column(), message);
  }

  /** Which field: {@code value.after.amount}, {@code headers[0].value}. Begins with the part. */
  public String path() {
    return path;
  }

  /** In the part's text, from 1 on. */
  public int line() {
    return line;
  }

  /** In characters from 1 on. */
  public int column() {
    return column;
  }

  /** All of it in a line. */
  public String sentence() {
    return path + ", line " + line + ", column " + column + ": " + getMessage();
  }
}
