package io.sluice.serdes.client;

import org.jspecify.annotations.Nullable;

/**
 * A registry did not do what it was asked. The message says which one, what was asked, what it
 * answered and what to do; never credentials.
 */
public sealed class RegistryException extends RuntimeException
    permits RegistryRefusalException, RegistryUnavailableException {
  private static final long serialVersionUID = 1L;

  RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
