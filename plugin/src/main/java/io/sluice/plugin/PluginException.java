package io.sluice.plugin;

import org.jspecify.annotations.Nullable;

/**
 * A plugin that was not found, could not be loaded, or did not answer. The message says what to do.
 */
public class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PluginException(String message) {
    super(message);
  }

  public PluginException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
