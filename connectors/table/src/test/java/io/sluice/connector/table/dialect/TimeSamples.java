package io.sluice.connector.table.dialect;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Samples of Debezium's times, in each of its {@code time.precision.mode}s. */
final class TimeSamples {
  private TimeSamples() {}

  static void addTo(TypeSamples samples) {
    days(samples);
    timesOfDay(samples);
    timestamps(samples);
    intervals(samples);
  }

  private static void days(TypeSamples samples) {
    samples.debezium(
        Schema.Type.INT32,
        "time.Date",
        0,
        "1970-01-01",
        -354_285,
        "1000-01-01",
        2_932_896,
        "9999-12-31");
    samples.debezium(
        Schema.Type.STRING,
        "time.IsoDate",
        "1999-12-31Z",
        "1999-12-31",
        "2024-02-29Z",
        "2024-02-29");
    Schema date = structured("Date", "year", "month", "day");
    samples.add(
        "time.StructuredDate",
        date,
        new Struct(date).put("year", 2024).put("month", 2).put("day", 29),
        "2024-02-29");
  }

  private static void timesOfDay(TypeSamples samples) {
    samples.debezium(Schema.Type.INT32, "time.Time", 86_399_999, "23:59:59.999", 0, "00:00:00");
    samples.debezium(
        Schema.Type.INT64,
        "time.MicroTime",
        86_399_999_999L,
        "23:59:59.999999",
        3_723_000_004L,
        "01:02:03.000004");
    samples.debezium(
        Schema.Type.INT64,
        "time.NanoTime",
        86_399_999_999_000L,
        "23:59:59.999999",
        1_000L,
        "00:00:00.000001");
    samples.debezium(
        Schema.Type.STRING,
        "time.IsoTime",
        "23:59:59.999999Z",
        "23:59:59.999999",
        "00:00:00Z",
        "00:00:00");
    Schema time = structured("Time", "hour", "minute", "second", "nanos");
    samples.add(
        "time.StructuredTime",
        time,
        clock(new Struct(time)),
        "23:59:58.000007",
        new Struct(time),
        "00:00:00");
    samples.debezium(
        Schema.Type.STRING,
        "time.ZonedTime",
        "01:02:03.000004Z",
        "01:02:03.000004Z",
        "23:59:59+05:30",
        "23:59:59+05:30",
        "00:00:00-12:00",
        "00:00:00-12:00");
    Schema zoned = structured("ZonedTime", "hour", "minute", "second", "nanos", "offsetSeconds");
    samples.add(
        "time.StructuredZonedTime",
        zoned,
        clock(new Struct(zoned)).put("offsetSeconds", -3_600),
        "23:59:58.000007-01:00");
  }

  private static void timestamps(TypeSamples samples) {
    samples.debezium(
        Schema.Type.INT64,
        "time.Timestamp",
        1_700_000_000_123L,
        "2023-11-14T22:13:20.123",
        -1L,
        "1969-12-31T23:59:59.999");
    samples.debezium(
        Schema.Type.INT64,
        "time.MicroTimestamp",
        -1L,
        "1969-12-31T23:59:59.999999",
        253_402_300_799_999_999L,
        "9999-12-31T23:59:59.999999",
        -30_610_224_000_000_000L,
        "1000-01-01T00:00:00");
    samples.debezium(
        Schema.Type.INT64,
        "time.NanoTimestamp",
        1_700_000_000_123_456_000L,
        "2023-11-14T22:13:20.123456",
        -1_000L,
        "1969-12-31T23:59:59.999999");
    samples.debezium(
        Schema.Type.STRING,
        "time.IsoTimestamp",
        "9999-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59.999999",
        "1000-01-01T00:00:00Z",
        "1000-01-01T00:00:00");
    Schema local =
        structured("Timestamp", "year", "month", "day", "hour", "minute", "second", "nanos");
    samples.add(
        "time.StructuredTimestamp",
        local,
        clock(new Struct(local).put("year", 1969).put("month", 12).put("day", 31)),
        "1969-12-31T23:59:58.000007");
    samples.debezium(
        Schema.Type.STRING,
        "time.ZonedTimestamp",
        "2023-11-14T22:13:20.123456Z",
        "2023-11-14T22:13:20.123456Z",
        "2024-02-29T12:00:00.5+02:00",
        "2024-02-29T10:00:00.5Z",
        "9999-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59.999999Z");
    Schema zoned =
        structured(
            "ZonedTimestamp",
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "nanos",
            "offsetSeconds");
    samples.add(
        "time.StructuredZonedTimestamp",
        zoned,
        clock(new Struct(zoned).put("year", 2024).put("month", 2).put("day", 29))
            .put("offsetSeconds", 7_200),
        "2024-02-29T21:59:58.000007Z");
  }

  private static void intervals(TypeSamples samples) {
    samples.debezium(
        Schema.Type.INT64,
        "time.MicroDuration",
        3_723_000_000L,
        "PT3723S",
        -500_000L,
        "PT-0.5S",
        0L,
        "PT0S");
    samples.debezium(
        Schema.Type.INT64, "time.NanoDuration", -1_000L, "PT-0.000001S", 2_000_000_000L, "PT2S");
    samples.debezium(
        Schema.Type.STRING,
        "time.Interval",
        "P1Y2M3DT4H5M6.78S",
        "P14M3DT14706.78S",
        "P-1Y-2M3DT0H0M-0.5S",
        "P-14M3DT-0.5S",
        "P0Y0M0DT0H0M0S",
        "PT0S",
        "P178000000Y0M-2147483648DT0H0M0S",
        "P2136000000M-2147483648D");
    Schema schema =
        structured("Duration", "years", "months", "days", "hours", "minutes", "seconds", "nanos");
    samples.add(
        "time.StructuredDuration",
        schema,
        new Struct(schema)
            .put("years", -1)
            .put("months", 2)
            .put("days", 3)
            .put("hours", 1)
            .put("minutes", 0)
            .put("seconds", -1)
            .put("nanos", -5_000),
        "P-10M3DT3598.999995S");
  }

  private static Schema structured(String name, String... fields) {
    SchemaBuilder schema =
        SchemaBuilder.struct().name("io.debezium.time.Structured" + name).optional();
    for (String field : fields) {
      schema.field(field, Schema.OPTIONAL_INT32_SCHEMA);
    }
    return schema.build();
  }

  private static Struct clock(Struct struct) {
    return struct.put("hour", 23).put("minute", 59).put("second", 58).put("nanos", 7_000);
  }
}
