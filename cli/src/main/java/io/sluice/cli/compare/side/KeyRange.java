package io.sluice.cli.compare.side;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose first key column is above one value and not above another; or, where keys have no
 * ranges, whose keys' hashes begin with certain digits.
 *
 * @param above the text of the value below; null for the beginning
 * @param upTo the text of the last value; null for the end
 * @param slice which part of the hashes; null for all
 */
public record KeyRange(@Nullable String above, @Nullable String upTo, @Nullable Slice slice) {
  static final KeyRange ALL = new KeyRange(null, null, null);

  /**
   * Hashes that begin with two hexadecimal digits from one pair up to before another.
   *
   * @param from the first, 0 to 255
   * @param to behind the last, 1 to 256
   */
  public record Slice(int from, int to) {
    /** The slice of this place, of so many. */
    static Slice of(int place, int count) {
      return new Slice(place * 256 / count, (place + 1) * 256 / count);
    }

    /** The first two digits of the hashes in it, from these on. */
    String first() {
      return String.format(Locale.ROOT, "%02x", from);
    }

    /** The last two digits of the hashes in it. */
    String last() {
      return String.format(Locale.ROOT, "%02x", to - 1);
    }
  }

  /** Rows between two values. */
  public static KeyRange between(@Nullable String above, @Nullable String upTo) {
    return new KeyRange(above, upTo, null);
  }

  /** One of so many parts of about the same size. */
  public static KeyRange slice(int place, int count) {
    return count == 1 ? ALL : new KeyRange(null, null, Slice.of(place, count));
  }

  /** The slice, if it is one. */
  public Optional<Slice> part() {
    return Optional.ofNullable(slice);
  }
}
