package io.sluice.connector.postgres.value;

import java.time.LocalDate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Debezium's structs for dates and times in {@code time.precision.mode=structured}: every part of
 * its own, infinities by name. All fields are optional.
 */
final class Structured {

  private static final String POSITIVE = "POSITIVE_INFINITY";
  private static final String NEGATIVE = "NEGATIVE_INFINITY";

  private Structured() {}

  static SchemaBuilder date() {
    return optional(civil(named("StructuredDate")), Schema.Type.STRING, "specialValue");
  }

  static SchemaBuilder time() {
    return precision(clock(named("StructuredTime")));
  }

  static SchemaBuilder zonedTime() {
    return precision(
        optional(clock(named("StructuredZonedTime")), Schema.Type.INT32, "offsetSeconds"));
  }

  static SchemaBuilder timestamp() {
    return precision(
        optional(clock(civil(named("StructuredTimestamp"))), Schema.Type.STRING, "specialValue"));
  }

  static SchemaBuilder zonedTimestamp() {
    SchemaBuilder schema = clock(civil(named("StructuredZonedTimestamp")));
    optional(schema, Schema.Type.INT32, "offsetSeconds");
    return precision(optional(schema, Schema.Type.STRING, "zoneId", "specialValue"));
  }

  static SchemaBuilder duration() {
    SchemaBuilder schema = named("StructuredDuration");
    optional(schema, Schema.Type.INT32, "years", "months", "days", "hours", "minutes");
    optional(schema, Schema.Type.INT64, "seconds");
    return precision(optional(schema, Schema.Type.INT32, "nanos"));
  }

  /**
   * @param day since 2000; the ends of the range are infinite
   */
  static Struct date(Schema schema, int day) {
    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
      return new Struct(schema).put("specialValue", day > 0 ? POSITIVE : NEGATIVE);
    }
    return putDay(new Struct(schema), day);
  }

  static Struct time(Schema schema, long micros, int precision) {
    return putClock(new Struct(schema), micros).put("precision", precision);
  }

  static Struct zonedTime(Schema schema, long micros, int secondsWest, int precision) {
    return time(schema, micros, precision).put("offsetSeconds", -secondsWest);
  }

  /**
   * @param micros since 2000; the ends of the range are infinite
   */
  static Struct timestamp(Schema schema, long micros, int precision) {
    Struct struct = new Struct(schema).put("precision", precision);
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return struct.put("specialValue", micros > 0 ? POSITIVE : NEGATIVE);
    }
    putDay(struct, Math.floorDiv(micros, 86_400_000_000L));
    return putClock(struct, Math.floorMod(micros, 86_400_000_000L));
  }

  /** Always in UTC, as the server gives it. */
  static Struct zonedTimestamp(Schema schema, long micros, int precision) {
    Struct struct = timestamp(schema, micros, precision);
    return struct.get("specialValue") == null
        ? struct.put("offsetSeconds", 0).put("zoneId", "Z")
        : struct;
  }

  static Struct duration(Schema schema, Interval interval, int precision) {
    long seconds = interval.micros() / 1_000_000;
    return new Struct(schema)
        .put("years", interval.months() / 12)
        .put("months", interval.months() % 12)
        .put("days", interval.days())
        .put("hours", Math.toIntExact(seconds / 3600))
        .put("minutes", (int) (seconds / 60 % 60))
        .put("seconds", seconds % 60)
        .put("nanos", (int) (interval.micros() % 1_000_000) * 1000)
        .put("precision", precision);
  }

  private static Struct putDay(Struct struct, long daysSince2000) {
    LocalDate date = LocalDate.ofEpochDay(daysSince2000 + Times.DAYS_TO_2000);
    return struct
        .put("year", date.getYear())
        .put("month", (byte) date.getMonthValue())
        .put("day", (byte) date.getDayOfMonth());
  }

  private static Struct putClock(Struct struct, long micros) {
    int seconds = (int) (micros / 1_000_000);
    return struct
        .put("hour", (byte) (seconds / 3600))
        .put("minute", (byte) (seconds / 60 % 60))
        .put("second", (byte) (seconds % 60))
        .put("nanos", (int) (micros % 1_000_000) * 1000);
  }

  private static SchemaBuilder named(String name) {
    return SchemaBuilder.struct().name("io.debezium.time." + name).version(1);
  }

  private static SchemaBuilder civil(SchemaBuilder schema) {
    optional(schema, Schema.Type.INT32, "year");
    return optional(schema, Schema.Type.INT8, "month", "day");
  }

  private static SchemaBuilder clock(SchemaBuilder schema) {
    optional(schema, Schema.Type.INT8, "hour", "minute", "second");
    return optional(schema, Schema.Type.INT32, "nanos");
  }

  private static SchemaBuilder precision(SchemaBuilder schema) {
    return optional(schema, Schema.Type.INT32, "precision");
  }

  private static SchemaBuilder optional(SchemaBuilder schema, Schema.Type type, String... fields) {
    for (String field : fields) {
      schema.field(field, SchemaBuilder.type(type).optional().build());
    }
    return schema;
  }
}
