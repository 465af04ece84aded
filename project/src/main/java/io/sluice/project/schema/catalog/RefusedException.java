package io.sluice.project.schema.catalog;

/**
 * A registry answered, and does not do it. The message is the registry's own: it is about schemas,
 * which are no secret.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  /**
   * @param status of HTTP
   * @param code the API's {@code error_code}; the status where it said none
   */
  public RefusedException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** As HTTP has it: 409 for a schema that is incompatible, 422 for one that is none. */
  public int status() {
    return status;
  }

  /** The API's error code, such as 42205 where the mode does not allow it. */
  public int code() {
    return code;
  }
}
