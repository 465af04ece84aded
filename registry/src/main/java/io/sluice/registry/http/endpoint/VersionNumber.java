package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;

/** How a version is said in a path. */
final class VersionNumber {
  private static final String LATEST = "latest";

  private VersionNumber() {}

  /**
   * Reads {@code latest}, its other name {@code -1}, or a number from 1.
   *
   * @throws RegistryException INVALID_VERSION if it is none of them
   */
  static int parse(String text) {
    if (text.equals(LATEST)) {
      return Registry.LATEST;
    }
    try {
      int version = Integer.parseInt(text);
      if (version > 0 || version == Registry.LATEST) {
        return version;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new RegistryException(
        RegistryError.INVALID_VERSION,
        "The specified version '"
            + text
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }
}
