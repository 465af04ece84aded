package io.sluice.kafka.deploy;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What is said of how a Connect cluster is reached cannot be used. */
public final class ConnectSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key of a project file's {@code connect}
   */
  ConnectSettingException(String key, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.key = requireNonNull(key, "key is null");
  }

  /** Which of the settings of {@code connect} it is. */
  public String key() {
    return key;
  }
}
