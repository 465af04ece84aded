package io.sluice.registry.http.call;

import org.jspecify.annotations.Nullable;

/** A request that cannot be answered as it is. The message is meant for who asked. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  /** With the status of HTTP for {@code error_code}, as where the API has no number of its own. */
  public ApiException(int status, String message) {
    this(status, status, message, null);
  }

  /**
   * With a number of its own.
   *
   * @param status of HTTP
   * @param code the answer's {@code error_code}
   */
  public ApiException(int status, int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }

  /** The answer's {@code error_code}. */
  public int code() {
    return code;
  }

  /** A path that is none. */
  static ApiException notFound() {
    return new ApiException(404, "HTTP 404 Not Found");
  }
}
