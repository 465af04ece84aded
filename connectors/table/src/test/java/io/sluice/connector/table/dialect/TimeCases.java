package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

/** Dates, times and lengths of time. */
public interface TimeCases extends RoundTrip {
  @Test
  default void dates() throws Exception {
    assertThat(
            roundTrip(
                RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date"),
                0,
                -1,
                19_999,
                -719_162,
                2_932_896))
        .containsExactly("1970-01-01", "1969-12-31", "2024-10-03", "0001-01-01", "9999-12-31");
  }

  @Test
  default void dates_at_the_ends_of_time() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date"),
                Integer.MAX_VALUE,
                Integer.MIN_VALUE))
        .containsExactly("infinity", "-infinity");
  }

  @Test
  default void connect_dates() throws Exception {
    Schema date = org.apache.kafka.connect.data.Date.builder().optional().build();
    assertThat(roundTrip(date, new Date(0), new Date(-86_400_000L)))
        .containsExactly("1970-01-01", "1969-12-31");
  }

  @Test
  default void times_of_day() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTime"),
                0L,
                86_399_999_999L,
                3_723_000_004L))
        .containsExactly("00:00:00", "23:59:59.999999", "01:02:03.000004");
  }

  @Test
  default void times_of_day_in_milliseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Time"),
                1_001))
        .containsExactly("00:00:01.001");
  }

  @Test
  default void times_with_zone() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTime"),
                "01:02:03.000004Z",
                "23:59:59+05:30"))
        .containsExactly("01:02:03.000004+00", "23:59:59+05:30");
  }

  @Test
  default void timestamps() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"),
                0L,
                -1L,
                1_700_000_000_123_456L,
                253_402_300_799_999_999L))
        .containsExactly(
            "1970-01-01 00:00:00",
            "1969-12-31 23:59:59.999999",
            "2023-11-14 22:13:20.123456",
            "9999-12-31 23:59:59.999999");
  }

  @Test
  default void timestamps_at_the_ends_of_time() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"),
                9_223_372_036_825_200_000L,
                -9_223_372_036_832_400_000L))
        .containsExactly("infinity", "-infinity");
  }

  @Test
  default void timestamps_in_milliseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.Timestamp"),
                1_700_000_000_123L))
        .containsExactly("2023-11-14 22:13:20.123");
  }

  @Test
  default void timestamps_in_nanoseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.NanoTimestamp"),
                1_700_000_000_123_456_000L))
        .containsExactly("2023-11-14 22:13:20.123456");
  }

  @Test
  default void timestamps_with_zone() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v at time zone 'UTC' as varchar)",
                RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                "2023-11-14T22:13:20.123456Z",
                "1969-12-31T23:59:59Z",
                "2024-02-29T12:00:00.5+02:00",
                "-0043-03-15T00:00:00Z"))
        .containsExactly(
            "2023-11-14 22:13:20.123456",
            "1969-12-31 23:59:59",
            "2024-02-29 10:00:00.5",
            target().idesOfMarch());
  }

  @Test
  default void intervals() throws Exception {
    assertThat(
            roundTripAs(
                "extract(epoch from v)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroDuration"),
                3_723_000_000L,
                -500_000L))
        .map(text -> Double.parseDouble(text))
        .containsExactly(3723.0, -0.5);
  }
}
