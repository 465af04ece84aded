package io.sluice.serdes.client;

/** The registry said no. Asking it again would not help. */
public final class RegistryRefusalException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;
  private final String told;

  /**
   * @param status of HTTP
   * @param code {@code error_code} of the API, such as 40401; the status where the answer has none
   */
  public RegistryRefusalException(int status, int code, String message) {
    super(message, null);
    this.status = status;
    this.code = code;
    told = message;
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** {@code error_code} of the API, such as 40401. */
  public int code() {
    return code;
  }

  /** Whether what was asked for is not there, whatever it is. */
  public boolean isNotFound() {
    return status == 404;
  }

  /** Whether the schema does not fit the earlier versions. */
  public boolean isIncompatible() {
    return status == 409;
  }

  /** The same, thrown from another place. */
  RegistryRefusalException again() {
    return new RegistryRefusalException(status, code, told);
  }
}
