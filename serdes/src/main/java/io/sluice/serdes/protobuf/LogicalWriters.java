package io.sluice.serdes.protobuf;

import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.protobuf.ValueWriters.Body;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Writes Connect's logical types as the messages that are known for them. */
final class LogicalWriters {
  private static final int FIRST = 1 << 3;
  private static final int SECOND = 2 << 3;
  private static final int THIRD = 3 << 3;
  private static final int FOURTH = 4 << 3;
  private static final int NANOS = 1_000_000;

  private LogicalWriters() {}

  /** For that message. */
  static Body of(Schema schema, String message) {
    return switch (message) {
      case ProtobufNames.TIMESTAMP ->
          (value, out) -> timestamp(Timestamp.fromLogical(schema, (java.util.Date) value), out);
      case ProtobufNames.DATE ->
          (value, out) -> date(Date.fromLogical(schema, (java.util.Date) value), out);
      case ProtobufNames.TIME ->
          (value, out) -> time(Time.fromLogical(schema, (java.util.Date) value), out);
      default -> decimal(schema);
    };
  }

  private static void timestamp(long millis, ReverseBytes out) {
    number(SECOND, Math.floorMod(millis, 1000L) * NANOS, out);
    number(FIRST, Math.floorDiv(millis, 1000L), out);
  }

  private static void date(int days, ReverseBytes out) {
    LocalDate date = LocalDate.ofEpochDay(days);
    number(THIRD, date.getDayOfMonth(), out);
    number(SECOND, date.getMonthValue(), out);
    number(FIRST, date.getYear(), out);
  }

  private static void time(int millis, ReverseBytes out) {
    number(FOURTH, (long) (millis % 1000) * NANOS, out);
    number(THIRD, millis / 1000 % 60, out);
    number(SECOND, millis / 60_000 % 60, out);
    number(FIRST, millis / 3_600_000, out);
  }

  private static Body decimal(Schema schema) {
    int scale = Integer.parseInt(Kinds.parameter(schema, Decimal.SCALE_FIELD));
    String told = Kinds.parameter(schema, ProtobufNames.PRECISION);
    int precision = told.matches("\\d{1,9}") ? Integer.parseInt(told) : 0;
    return (value, out) -> {
      BigDecimal decimal = (BigDecimal) value;
      if (decimal.scale() != scale) {
        throw new MisfitException(
            "expected a decimal of scale " + scale + ", found one of scale " + decimal.scale());
      }
      number(THIRD, scale, out);
      number(SECOND, precision, out);
      byte[] unscaled = decimal.unscaledValue().toByteArray();
      out.raw(unscaled);
      out.varint(unscaled.length);
      out.varint(FIRST | 2);
    };
  }

  private static void number(int tag, long value, ReverseBytes out) {
    if (value != 0) {
      out.varint(value);
      out.varint(tag);
    }
  }
}
