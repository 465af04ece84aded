package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.testkit.SinkRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values at and beyond the ends of what databases hold. Each is read back as it was, or refused on
 * its own with the column's name and without the value: never rounded, cut, wrapped or replaced.
 * Which of them a dialect refuses it says itself.
 */
public interface OddValueCases extends RoundTrip {

  /** Values and what is read back of them where they are held, by what is odd about them. */
  private static Map<String, TypeSamples.Sample> oddities() {
    OddValues odd = new OddValues();
    odd.texts();
    odd.numbers();
    odd.decimals();
    odd.days();
    odd.times();
    odd.timestamps();
    return odd.byName();
  }

  @TestFactory
  default List<DynamicTest> an_odd_value_is_kept_as_it_is_or_refused_alone() {
    Assumptions.assumeThat(target().readings()).as("the dialect's readings").isPresent();
    TypeReadings readings = target().readings().orElseThrow();
    Map<String, TypeSamples.Sample> oddities = oddities();
    assertThat(oddities.keySet()).containsAll(readings.refused());
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, TypeSamples.Sample> odd : oddities.entrySet()) {
      String table = "o" + tests.size();
      boolean refused = readings.refused().contains(odd.getKey());
      tests.add(
          dynamicTest(
              odd.getKey() + (refused ? ": refused" : ": kept"),
              () -> keptOrRefused(table, readings, odd.getKey(), odd.getValue(), refused)));
    }
    return tests;
  }

  private void keptOrRefused(
      String table, TypeReadings readings, String name, TypeSamples.Sample odd, boolean refused)
      throws Exception {
    ReadBack column = new ReadBack(this, readings, table, odd.schema());
    TypeSamples.Value value = odd.values().get(0);
    int before = sink().reported().size();
    column.put("c", 1, value.given());
    column.put("c", 2, odd.values().get(1).given());
    sink().deliver().commit();
    List<SinkRun.Reported> reported = sink().reported().subList(before, sink().reported().size());
    if (refused) {
      assertThat(reported).hasSize(1);
      assertThat(reported.get(0).record().key()).isEqualTo(Records.key(1));
      assertThat(reported.get(0).error()).hasMessageContaining(table);
      assertThat(column.read(1)).isEqualTo(ReadBack.NO_ROW);
    } else {
      assertThat(reported).isEmpty();
      // Compared without printing: some have megabytes.
      String expected = readings.equals().getOrDefault(name, value.read());
      assertThat(column.read(1).equals(expected)).as("read back as it was").isTrue();
    }
    assertThat(column.read(2)).as("its neighbour").isEqualTo(odd.values().get(1).read());
  }

  /** Gathers them: what is odd, its schema, the value, what is read back, and a usual neighbour. */
  final class OddValues {
    private final Map<String, TypeSamples.Sample> byName = new java.util.LinkedHashMap<>();

    Map<String, TypeSamples.Sample> byName() {
      return byName;
    }

    private void odd(
        String name, Schema schema, Object value, String read, Object usual, String usualRead) {
      byName.put(
          name,
          new TypeSamples.Sample(
              schema,
              List.of(
                  new TypeSamples.Value(value, read), new TypeSamples.Value(usual, usualRead))));
    }

    void texts() {
      Schema text = Schema.OPTIONAL_STRING_SCHEMA;
      odd("text with NUL", text, "a\0b", "a\0b", "c", "c");
      odd("text with half of a surrogate pair", text, "a\uD83D!", "", "c", "c");
      odd("text that ends in half of a pair", text, "a\uD83D", "", "c", "c");
      String large = "ž\"x".repeat(4 << 20);
      odd("text of 16 MB", text, large, large, "c", "c");
      byte[] bytes = new byte[16 << 20];
      java.util.Arrays.fill(bytes, (byte) 0xA5);
      odd(
          "bytes of 16 MB",
          Schema.OPTIONAL_BYTES_SCHEMA,
          bytes,
          "a5".repeat(16 << 20),
          new byte[0],
          "");
    }

    void numbers() {
      Schema number = Schema.OPTIONAL_FLOAT64_SCHEMA;
      odd("NaN", number, Double.NaN, "NaN", 1.0, "1.0");
      odd("infinite number", number, Double.POSITIVE_INFINITY, "Infinity", 1.0, "1.0");
      odd("negative infinite number", number, Double.NEGATIVE_INFINITY, "-Infinity", 1.0, "1.0");
      odd("negative zero", number, -0.0, "-0.0", 0.0, "0.0");
      odd("smallest number", number, Double.MIN_VALUE, "4.9E-324", 1.0, "1.0");
      Schema single = Schema.OPTIONAL_FLOAT32_SCHEMA;
      odd("NaN of single precision", single, Float.NaN, "NaN", 1f, "1.0");
      odd("smallest number of single precision", single, Float.MIN_VALUE, "1.4E-45", 1f, "1.0");
    }

    void decimals() {
      String whole = "9".repeat(131_072);
      Struct usual = RoundTrip.variable("1.5");
      decimal("decimal of 131072 digits", RoundTrip.variable(whole), whole, usual);
      decimal("decimal of 131073 digits", RoundTrip.variable(whole + "9"), "", usual);
      odd(
          "decimal with zeros before the point only",
          RoundTrip.decimal(5, -2),
          new BigDecimal("12345E+2"),
          "1234500",
          new BigDecimal("-1E+2"),
          "-100");
      odd(
          "decimal with zeros behind the point",
          RoundTrip.decimal(3, 6),
          new BigDecimal("0.000123"),
          "0.000123",
          new BigDecimal("0.000000"),
          "0");
      String fine = "0." + "0".repeat(16_382) + "1";
      decimal("decimal of 16383 digits behind the point", RoundTrip.variable(fine), fine, usual);
      decimal("decimal of two billion zeros", RoundTrip.variable("1E+2000000000"), "", usual);
      decimal(
          "decimal of two billion zeros behind the point",
          RoundTrip.variable("1E-2000000000"),
          "",
          usual);
    }

    private void decimal(String name, Struct value, String read, Struct usual) {
      odd(name, RoundTrip.VARIABLE, value, read, usual, "1.5");
    }

    void days() {
      day("date before Christ", -735_160, "-0043-03-15");
      day("first date of PostgreSQL", -2_440_588, "-4713-11-24");
      day("date before PostgreSQL's first", -2_440_589, "-4713-11-23");
      day("last date of PostgreSQL", 2_145_042_905, "+5874897-12-31");
      day("date after PostgreSQL's last", 2_145_042_906, "+5874898-01-01");
      day("infinite date", Integer.MAX_VALUE, "infinity");
      day("negative infinite date", Integer.MIN_VALUE, "-infinity");
    }

    private void day(String name, int value, String read) {
      Schema date = RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date");
      odd(name, date, value, read, 0, "1970-01-01");
    }

    void times() {
      Schema time = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTime");
      odd("time 24:00", time, 86_400_000_000L, "24:00:00", 0L, "00:00:00");
      odd("time after 24:00", time, 86_400_000_001L, "24:00:00.000001", 0L, "00:00:00");
      odd("time of MySQL's 838 hours", time, 3_020_399_000_000L, "838:59:59", 0L, "00:00:00");
      odd("negative time", time, -1_000_000L, "-00:00:01", 0L, "00:00:00");
      Schema nanos = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.NanoTime");
      odd("time with nanoseconds", nanos, 1L, "00:00:00.000000001", 0L, "00:00:00");
      Schema zoned = RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTime");
      odd("time with zone 24:00", zoned, "24:00:00Z", "24:00:00Z", "00:00:00Z", "00:00:00Z");
      odd(
          "time with zone and nanoseconds",
          zoned,
          "01:00:00.000000001Z",
          "",
          "00:00:00Z",
          "00:00:00Z");
      odd(
          "time 15:59 to the east",
          zoned,
          "01:00:00+15:59",
          "01:00:00+15:59",
          "00:00:00Z",
          "00:00:00Z");
      odd("time 16:00 to the east", zoned, "01:00:00+16:00", "", "00:00:00Z", "00:00:00Z");
      Schema long1 = RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.Interval");
      odd("interval with nanoseconds", long1, "PT0.000000001S", "", "PT1S", "PT1S");
      odd("interval longer than 64 bits", long1, "PT9999999999999999H", "", "PT1S", "PT1S");
    }

    void timestamps() {
      Schema micros = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
      stamp("infinite timestamp", micros, 9_223_372_036_825_200_000L, "infinity", 0L);
      stamp("negative infinite timestamp", micros, -9_223_372_036_832_400_000L, "-infinity", 0L);
      stamp(
          "timestamp before Christ", micros, -62_230_291_200_000_000L, "-0002-01-01T00:00:00", 0L);
      stamp(
          "timestamp before PostgreSQL's first",
          micros,
          -210_866_803_200_000_001L,
          "-4713-11-23T23:59:59.999999",
          0L);
      stamp(
          "timestamp of the year 294246",
          micros,
          9_223_371_244_799_999_999L,
          "+294246-12-31T23:59:59.999999",
          0L);
      Schema nanos = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.NanoTimestamp");
      stamp("timestamp with nanoseconds", nanos, 1L, "1970-01-01T00:00:00.000000001", 0L);
      stamp("infinite timestamp of nanoseconds", nanos, Long.MAX_VALUE, "infinity", 0L);
      Schema zoned = RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp");
      zoned("zoned timestamp of the year 294276", zoned, "+294276-12-31T23:59:59.999999Z", "");
      zoned(
          "zoned timestamp before Christ", zoned, "-0043-03-15T00:00:00Z", "-0043-03-15T00:00:00Z");
      zoned("zoned timestamp with nanoseconds", zoned, "2024-01-01T00:00:00.000000001Z", "");
      zoned("infinite zoned timestamp", zoned, "infinity", "infinity");
      Schema iso = RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.IsoTimestamp");
      odd(
          "infinite ISO timestamp",
          iso,
          "-292275055-05-16T23:00:00Z",
          "-infinity",
          "1970-01-01T00:00:00Z",
          "1970-01-01T00:00:00");
    }

    private void stamp(String name, Schema schema, long value, String read, long usual) {
      odd(name, schema, value, read, usual, "1970-01-01T00:00:00");
    }

    private void zoned(String name, Schema schema, String value, String read) {
      odd(name, schema, value, read, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z");
    }
  }
}
