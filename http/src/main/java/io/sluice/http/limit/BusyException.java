package io.sluice.http.limit;

/** The server has too much to do for one more request. The message is meant for who asked. */
public final class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BusyException(String message) {
    super(message);
  }
}
