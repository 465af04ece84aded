package io.sluice.connector.table.history;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Orders places in a source's log, as {@code Origin} writes them. Only of forms that are known to
 * rise with every change of a row: PostgreSQL's {@code 0/16B3748} and MySQL's {@code
 * mysql-bin.000003:154}.
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
      int colon = first.lastIndexOf(':');
      int theirs = second.lastIndexOf(':');
      if (slash < 0 && other < 0 && colon > 0 && theirs > 0) {
        return inFiles(first, colon, second, theirs);
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

  /** The number at the file's end rises; what stands before it is one server's. */
  private static OptionalInt inFiles(String first, int colon, String second, int theirs) {
    int dot = first.lastIndexOf('.', colon);
    int otherDot = second.lastIndexOf('.', theirs);
    if (dot < 0 || otherDot < 0 || !first.substring(0, dot).equals(second.substring(0, otherDot))) {
      return OptionalInt.empty();
    }
    int files =
        Long.compare(
            Long.parseLong(first.substring(dot + 1, colon)),
            Long.parseLong(second.substring(otherDot + 1, theirs)));
    return OptionalInt.of(
        files != 0
            ? files
            : Long.compare(
                Long.parseLong(first.substring(colon + 1)),
                Long.parseLong(second.substring(theirs + 1))));
  }
}
