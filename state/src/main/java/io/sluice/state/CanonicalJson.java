package io.sluice.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Source partitions and offsets as text: equal maps give equal text. Keys are sorted, there is no
 * white space. Read back, whole numbers are {@code Long} and others {@code Double}, as Connect's
 * own offset storage does it (JsonConverter without schemas); bytes come back as base64 text.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The map as canonical JSON; {@code null} for null.
   *
   * @throws IllegalArgumentException if a value is none of null, String, Boolean, a number, bytes,
   *     or a map or list of these
   */
  public static String write(@Nullable Map<?, ?> map) {
    throw new UnsupportedOperationException();
  }

  /**
   * The map that {@link #write} wrote; null for {@code null}.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  public static @Nullable Map<String, @Nullable Object> read(String json) {
    throw new UnsupportedOperationException();
  }
}
