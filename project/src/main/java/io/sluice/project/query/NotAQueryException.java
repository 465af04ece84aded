package io.sluice.project.query;

/** The text is not one single query; it was not run. */
public final class NotAQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was expected and found. */
  public NotAQueryException(String message) {
    super(message);
  }
}
