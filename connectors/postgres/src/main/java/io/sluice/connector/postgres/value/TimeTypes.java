package io.sluice.connector.postgres.value;

import io.sluice.connector.postgres.value.ValueModes.IntervalMode;
import io.sluice.connector.postgres.value.ValueModes.TimeMode;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * Dates, times, timestamps and intervals in each {@code time.precision.mode}. Each type is brought
 * to the number that its binary form holds, from either form, and shown from there.
 */
final class TimeTypes {

  private static final int MAX_DIGITS = 6;

  private final TimeMode mode;
  private final IntervalMode intervals;
  private final Placeholder unavailable;

  TimeTypes(ValueModes modes) {
    this.mode = modes.time();
    this.intervals = modes.interval();
    this.unavailable = modes.unavailable();
  }

  ValueType date() {
    return switch (mode) {
      case CONNECT ->
          ValueType.of(
              org.apache.kafka.connect.data.Date::builder,
              day(d -> new java.util.Date(Times.epochDay(d) * 86_400_000L), new java.util.Date(0)));
      case ISOSTRING ->
          ValueType.named(
              "io.debezium.time.IsoDate",
              SchemaBuilder::string,
              day(Times::isoDate, "1970-01-01Z").unavailable(unavailable.text()));
      case STRUCTURED ->
          new ValueType(
              Structured::date,
              schema ->
                  day(
                      d -> Structured.date(schema, d),
                      Structured.date(schema, -Times.DAYS_TO_2000)));
      default ->
          ValueType.named("io.debezium.time.Date", SchemaBuilder::int32, day(Times::epochDay, 0));
    };
  }

  /**
   * @param typmod digits of the seconds' fraction, -1 for all six
   */
  ValueType time(int typmod) {
    int digits = digits(typmod);
    return switch (mode) {
      case CONNECT ->
          ValueType.of(
              org.apache.kafka.connect.data.Time::builder,
              time(micros -> new java.util.Date(micros / 1000), new java.util.Date(0)));
      case ISOSTRING ->
          ValueType.named(
              "io.debezium.time.IsoTime",
              SchemaBuilder::string,
              time(Times::isoTime, "00:00:00Z").unavailable(unavailable.text()));
      case STRUCTURED ->
          new ValueType(
              Structured::time,
              schema ->
                  time(
                      micros -> Structured.time(schema, micros, digits),
                      Structured.time(schema, 0, digits)));
      case NANOSECONDS ->
          ValueType.named(
              "io.debezium.time.NanoTime", SchemaBuilder::int64, time(micros -> micros * 1000, 0L));
      case ADAPTIVE ->
          digits <= 3
              ? ValueType.named(
                  "io.debezium.time.Time",
                  SchemaBuilder::int32,
                  time(micros -> (int) (micros / 1000), 0))
              : microTime();
      case ADAPTIVE_TIME_MICROSECONDS, MICROSECONDS -> microTime();
    };
  }

  private static ValueType microTime() {
    return ValueType.named(
        "io.debezium.time.MicroTime", SchemaBuilder::int64, time(micros -> micros, 0L));
  }

  ValueType zonedTime(int typmod) {
    if (mode == TimeMode.STRUCTURED) {
      int digits = digits(typmod);
      return new ValueType(
          Structured::zonedTime,
          schema ->
              zoned(
                  (micros, west) -> Structured.zonedTime(schema, micros, west, digits),
                  Structured.zonedTime(schema, 0, 0, digits)));
    }
    return ValueType.named(
        "io.debezium.time.ZonedTime",
        SchemaBuilder::string,
        zoned(Times::zonedTime, "00:00:00Z").unavailable(unavailable.text()));
  }

  ValueType timestamp(int typmod) {
    int digits = digits(typmod);
    return switch (mode) {
      case CONNECT ->
          ValueType.of(
              org.apache.kafka.connect.data.Timestamp::builder,
              timestamp(
                  sent -> new java.util.Date(Times.epochMillis(sent)), new java.util.Date(0)));
      case ISOSTRING ->
          ValueType.named(
              "io.debezium.time.IsoTimestamp",
              SchemaBuilder::string,
              timestamp(Times::isoTimestamp, "1970-01-01T00:00:00Z")
                  .unavailable(unavailable.text()));
      case STRUCTURED ->
          new ValueType(
              Structured::timestamp,
              schema ->
                  timestamp(
                      sent -> Structured.timestamp(schema, sent, digits),
                      Structured.timestamp(schema, -Times.MICROS_TO_2000, digits)));
      case NANOSECONDS ->
          ValueType.named(
              "io.debezium.time.NanoTimestamp",
              SchemaBuilder::int64,
              timestamp(Times::epochNanos, 0L));
      case ADAPTIVE, ADAPTIVE_TIME_MICROSECONDS ->
          digits <= 3
              ? ValueType.named(
                  "io.debezium.time.Timestamp",
                  SchemaBuilder::int64,
                  timestamp(Times::epochMillis, 0L))
              : microTimestamp();
      case MICROSECONDS -> microTimestamp();
    };
  }

  private static ValueType microTimestamp() {
    return ValueType.named(
        "io.debezium.time.MicroTimestamp", SchemaBuilder::int64, timestamp(Times::epochMicros, 0L));
  }

  ValueType zonedTimestamp(int typmod) {
    int digits = digits(typmod);
    if (mode == TimeMode.STRUCTURED) {
      return new ValueType(
          Structured::zonedTimestamp,
          schema ->
              timestamp(
                  sent -> Structured.zonedTimestamp(schema, sent, digits),
                  Structured.timestamp(schema, -Times.MICROS_TO_2000, digits)
                      .put("offsetSeconds", 0)));
    }
    return ValueType.named(
        "io.debezium.time.ZonedTimestamp",
        SchemaBuilder::string,
        timestamp(sent -> Times.zonedTimestamp(sent, digits), "1970-01-01T00:00:00Z")
            .unavailable(unavailable.text()));
  }

  /**
   * @param typmod its lower half has the digits, its upper half the fields that are allowed
   */
  ValueType interval(int typmod) {
    if (mode == TimeMode.STRUCTURED) {
      int digits = typmod < 0 ? MAX_DIGITS : typmod & 0xFFFF;
      return new ValueType(
          Structured::duration,
          schema ->
              interval(
                  value -> Structured.duration(schema, value, digits),
                  Structured.duration(schema, new Interval(0, 0, 0), digits)));
    }
    return intervals == IntervalMode.STRING
        ? ValueType.named(
            "io.debezium.time.Interval",
            SchemaBuilder::string,
            interval(Interval::iso, "P0Y0M0DT0H0M0S").unavailable(unavailable.text()))
        : ValueType.named(
            "io.debezium.time.MicroDuration",
            SchemaBuilder::int64,
            interval(Interval::duration, 0L));
  }

  private static int digits(int typmod) {
    return typmod < 0 ? MAX_DIGITS : typmod;
  }

  private static Values day(IntFunction<Object> show, Object absent) {
    return new Values(
        (b, o, l) -> {
          Binary.expect(l, 4);
          return show.apply(Binary.int32(b, o));
        },
        (b, o, l) -> show.apply(TimeText.date(b, o, l)),
        absent,
        null);
  }

  private static Values time(LongFunction<Object> show, Object absent) {
    return new Values(
        (b, o, l) -> {
          Binary.expect(l, 8);
          return show.apply(timeOfDay(Binary.int64(b, o)));
        },
        (b, o, l) -> show.apply(timeOfDay(TimeText.time(b, o, l))),
        absent,
        null);
  }

  private static Values timestamp(LongFunction<Object> show, Object absent) {
    return new Values(
        (b, o, l) -> {
          Binary.expect(l, 8);
          return show.apply(Binary.int64(b, o));
        },
        (b, o, l) -> show.apply(TimeText.timestamp(b, o, l)),
        absent,
        null);
  }

  private interface ZonedForm {
    Object show(long micros, int secondsWest);
  }

  private static Values zoned(ZonedForm form, Object absent) {
    return new Values(
        (b, o, l) -> {
          Binary.expect(l, 12);
          return form.show(timeOfDay(Binary.int64(b, o)), Binary.int32(b, o + 8));
        },
        (b, o, l) -> {
          TimeText.Zoned zoned = TimeText.zonedTime(b, o, l);
          return form.show(timeOfDay(zoned.micros()), zoned.secondsWest());
        },
        absent,
        null);
  }

  private static Values interval(Function<Interval, Object> show, Object absent) {
    return new Values(
        (b, o, l) -> show.apply(Interval.of(b, o, l)),
        (b, o, l) -> show.apply(TimeText.interval(b, o, l)),
        absent,
        null);
  }

  private static long timeOfDay(long micros) {
    if (micros < 0 || micros > 86_400_000_000L) {
      throw new DataException("a time of day has not " + micros + " microseconds");
    }
    return micros;
  }
}
