package io.sluice.connector.table.history;

import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Orders places in a source's log, as {@code Origin} writes them. Only of forms that are known to
 * rise with every change of a row: PostgreSQL's {@code 0/16B3748} and MySQL's {@code
 * mysql-bin.000003:154:0}.
 */
final class SourcePlace {
  private static final int HEXADECIMAL = 16;

  private SourcePlace() {}

  /** Whether the first is before, at or behind the second; nothing where that cannot be said. */
  static OptionalInt compare(@Nullable String first, @Nullable String second) {
    if (first == null || second == null) {
      return OptionalInt.empty();
    }
    int slash = first.indexOf('/');
    int other = second.indexOf('/');
    try {
      if (slash > 0 && other > 0) {
        return OptionalInt.of(Long.compareUnsigned(lsn(first, slash), lsn(second, other)));
      }
      if (slash < 0 && other < 0) {
        return inFiles(first, second);
      }
    } catch (NumberFormatException e) {
      return OptionalInt.empty(); // Of a database that writes its places otherwise.
    }
    return OptionalInt.empty();
  }

  private static long lsn(String text, int slash) {
    long high = Long.parseUnsignedLong(text.substring(0, slash), HEXADECIMAL);
    return high << 32 | Long.parseUnsignedLong(text.substring(slash + 1), HEXADECIMAL);
  }

  /**
   * The number at the file's end rises, then the place in it, then the row there; what stands
   * before it is one server's.
   */
  private static OptionalInt inFiles(String first, String second) {
    int dot = first.lastIndexOf('.');
    int otherDot = second.lastIndexOf('.');
    if (dot < 0 || otherDot < 0 || !first.substring(0, dot).equals(second.substring(0, otherDot))) {
      return OptionalInt.empty();
    }
    long[] mine = numbers(first.substring(dot + 1));
    long[] theirs = numbers(second.substring(otherDot + 1));
    if (mine.length < 2 || theirs.length < 2) {
      return OptionalInt.empty();
    }
    int both = Math.min(mine.length, theirs.length); // Older versions stored no row.
    return OptionalInt.of(Arrays.compare(mine, 0, both, theirs, 0, both));
  }

  private static long[] numbers(String text) {
    return Arrays.stream(text.split(":")).mapToLong(Long::parseLong).toArray();
  }
}
