package io.sluice.state;

/**
 * What errors of one kind have in common: the class, and the message without what differs from
 * record to record (numbers, uuids, quoted values).
 */
public final class ErrorSignature {
  private ErrorSignature() {}

  /** Twelve hexadecimal digits; equal for errors of one kind. */
  public static String of(String errorClass, String errorMessage) {
    throw new UnsupportedOperationException();
  }
}
