package io.sluice.http.limit;

/** A request took longer than one may. The message is meant for who asked. */
public final class OverdueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OverdueException(String message) {
    super(message);
  }
}
