package io.sluice.registry.model;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which texts every database gives back as they were: PostgreSQL and UTF-8 know some not at all.
 */
public final class StorableText {
  private StorableText() {}

  /** Whether there is neither a NUL in it nor half of a pair of surrogates. */
  public static boolean fits(String text) {
    return text.indexOf(0) < 0 && UTF_8.newEncoder().canEncode(text);
  }
}
