package io.sluice.serdes.wire;

/** A record that does not say which schema it was written with. */
public final class MisframedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MisframedException(String message) {
    super(message);
  }
}
