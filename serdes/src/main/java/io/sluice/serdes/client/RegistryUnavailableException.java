package io.sluice.serdes.client;

import org.jspecify.annotations.Nullable;

/** No registry gave an answer, or each one that it cannot do it now. It may work later. */
public final class RegistryUnavailableException extends RegistryException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
