package io.sluice.connector.postgres.value;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ranges as the server prints them, out of their binary form: a byte of flags, then the bounds that
 * are there, each with its length.
 */
final class RangeText {

  private static final int EMPTY = 0x01;
  private static final int LOWER_INCLUSIVE = 0x02;
  private static final int UPPER_INCLUSIVE = 0x04;
  private static final int LOWER_INFINITE = 0x08;
  private static final int UPPER_INFINITE = 0x10;
  private static final String QUOTED = "\"\\()[],";

  private RangeText() {}

  /**
   * @param name of a range type that the server brings
   * @return null when there is none of that name
   */
  static @Nullable Decoder of(String name) {
    return switch (name) {
      case "int4range" -> range(NumberTypes.INT4);
      case "int8range" -> range(NumberTypes.INT8);
      case "numrange" -> range(Numerics::text);
      case "daterange" -> range((b, o, l) -> date(Binary.int32(b, o)));
      case "tsrange" -> range((b, o, l) -> timestamp(Binary.int64(b, o), ""));
      case "tstzrange" -> range((b, o, l) -> timestamp(Binary.int64(b, o), "+00"));
      default -> null;
    };
  }

  private static Decoder range(ValueType bound) {
    Values values = bound.values().apply(bound.schema().get().build());
    return range(Objects.requireNonNull(values.binary(), "binary"));
  }

  private static Decoder range(Decoder bound) {
    return (b, o, l) -> {
      Binary.require(l, 1);
      int flags = b[o];
      if ((flags & EMPTY) != 0) {
        Binary.expect(l, 1);
        return "empty";
      }
      StringBuilder text = new StringBuilder(48);
      int end = o + l;
      int at = o + 1;
      text.append((flags & LOWER_INCLUSIVE) != 0 ? '[' : '(');
      if ((flags & LOWER_INFINITE) == 0) {
        at = bound(bound, b, at, end, text);
      }
      text.append(',');
      if ((flags & UPPER_INFINITE) == 0) {
        at = bound(bound, b, at, end, text);
      }
      Binary.expect(at - o, l);
      return text.append((flags & UPPER_INCLUSIVE) != 0 ? ']' : ')').toString();
    };
  }

  private static int bound(Decoder bound, byte[] bytes, int at, int end, StringBuilder text) {
    Binary.require(end - at, 4);
    int length = Binary.int32(bytes, at);
    Binary.require(end - at - 4, length);
    quote(bound.decode(bytes, at + 4, length).toString(), text);
    return at + 4 + length;
  }

  private static void quote(String bound, StringBuilder text) {
    boolean quoted =
        bound.isEmpty()
            || bound.chars().anyMatch(c -> QUOTED.indexOf(c) >= 0 || Character.isWhitespace(c));
    if (!quoted) {
      text.append(bound);
      return;
    }
    text.append('"');
    for (int i = 0; i < bound.length(); i++) {
      char c = bound.charAt(i);
      text.append(c == '"' || c == '\\' ? String.valueOf(c) + c : String.valueOf(c));
    }
    text.append('"');
  }

  private static String date(int sent) {
    if (sent == Integer.MAX_VALUE || sent == Integer.MIN_VALUE) {
      return sent > 0 ? "infinity" : "-infinity";
    }
    LocalDate date = LocalDate.ofEpochDay((long) sent + Times.DAYS_TO_2000);
    return civil(date) + era(date);
  }

  private static String timestamp(long sent, String zone) {
    if (sent == Long.MAX_VALUE || sent == Long.MIN_VALUE) {
      return sent > 0 ? "infinity" : "-infinity";
    }
    long micros = Math.floorMod(sent, Times.DAY_MICROS);
    LocalDate date =
        LocalDate.ofEpochDay(Math.floorDiv(sent, Times.DAY_MICROS) + Times.DAYS_TO_2000);
    long seconds = micros / 1_000_000;
    long fraction = micros % 1_000_000;
    return civil(date)
        + String.format(" %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        + (fraction == 0 ? "" : "." + String.format("%06d", fraction).replaceAll("0+$", ""))
        + zone
        + era(date);
  }

  private static String civil(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return String.format("%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }
}
