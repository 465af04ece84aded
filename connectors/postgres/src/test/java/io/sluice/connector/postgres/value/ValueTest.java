package io.sluice.connector.postgres.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.Described;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value is read twice, by the snapshot and by the stream, and must be the same. */
class ValueTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "smallint | -32768 | Short -32768",
        "bigint | 9223372036854775807 | Long 9223372036854775807",
        "real | 3.4028235e38 | Float 3.4028235E38",
        "double precision | 5e-324 | Double 4.9E-324",
        "double precision | NaN | Double NaN",
        "double precision | -Infinity | Double -Infinity",
        "numeric(38,10) | -9999999999999999999999999999.9999999999 | BigDecimal"
            + " -9999999999999999999999999999.9999999999",
        "numeric(10,2) | 0 | BigDecimal 0.00",
        "numeric(10,2) | 0.01 | BigDecimal 0.01",
        "numeric(10,2) | -10000.1 | BigDecimal -10000.10",
        "numeric(12,8) | 0.00000001 | BigDecimal 1E-8",
        "numeric(5,-2) | 12345 | BigDecimal 1.23E+4",
        "numeric(3,5) | 0.00123 | BigDecimal 0.00123",
        "text | ünïcödé 𝄞 漢字 | String ünïcödé 𝄞 漢字",
        "bytea | \\x00ff | bytes 00ff",
        "date | 0044-03-15 BC | Integer -735160",
        "date | 5874897-12-31 | Integer 2145042905",
        "date | infinity | Integer 2147483647",
        "date | -infinity | Integer -2147483648",
        "time | 24:00:00 | Long 86400000000",
        "time | 00:00:00.000001 | Long 1",
        "timestamp | 4713-01-01 00:00:00 BC | Long -210863520000000000",
        "timestamp | 294246-12-31 23:59:59.999999 | Long 9223371244799999999",
        "timestamp | infinity | Long 9223372036854775807",
        "timestamp | -infinity | Long -9223372036854775808",
        "timestamp(0) | 1969-12-31 23:59:59 | Long -1000",
        "timestamptz | 0044-03-15 12:00:00+00 BC | String -0043-03-15T12:00:00.000000Z",
        "timestamptz | 20000-01-01 00:00:00.5+00 | String +20000-01-01T00:00:00.500000Z",
        "timestamptz | 2024-02-29 23:59:59.999999-12 | String 2024-03-01T11:59:59.999999Z",
        "timestamptz | infinity | String infinity",
        "timetz | 23:59:59.5-12 | String 11:59:59.5Z",
        "interval | -1 mon -1 day -00:00:01 | Long -2716201000000",
        "uuid | ffffffff-ffff-ffff-ffff-ffffffffffff | String ffffffff-ffff-ffff-ffff-ffffffffffff",
        "jsonb | {\"a\": [1, null, \"ü\"]} | String {\"a\": [1, null, \"ü\"]}",
        "json | [1,  2] | String [1,  2]",
        "bit(9) | 100000001 | bytes 0101",
        "inet | ::ffff:1.2.3.4 | String ::ffff:1.2.3.4",
        "inet | 2001:db8:0:0:1:0:0:1 | String 2001:db8::1:0:0:1",
        "inet | ::/0 | String ::/0",
        "cidr | 10.0.0.0/8 | String 10.0.0.0/8",
        "macaddr8 | 08:00:2b:01:02:03:04:05 | String 08:00:2b:01:02:03:04:05",
        "int[] | {} | []",
        "int[] | {1,NULL} | [Integer 1, null]",
        "text[] | {\"a b\",\"\",\"\\\"\"} | [String a b, String , String \"]",
        "numeric(6,2)[] | {1,2.5} | [BigDecimal 1.00, BigDecimal 2.50]",
      })
  void a_value_reads_the_same_in_snapshot_and_stream(String type, String value, String expected) {
    List<String> read = read(type, "'" + value.replace("'", "''") + "'");

    assertThat(read).containsExactly(expected, expected);
  }

  @Test
  void empty_values_and_blanks_stay() {
    assertThat(read("text", "''")).containsExactly("String ", "String ");
    database.sql("DROP TABLE t");
    TestSource.dropSlot(database);
    assertThat(read("char(4)", "'ab'")).containsExactly("String ab  ", "String ab  ");
    database.sql("DROP TABLE t");
    TestSource.dropSlot(database);
    assertThat(read("bytea", "''")).containsExactly("bytes ", "bytes ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bool",
        "int",
        "bigint",
        "numeric",
        "numeric(5,2)",
        "text",
        "bytea",
        "date",
        "time",
        "timestamp",
        "timestamptz",
        "uuid",
        "jsonb",
        "int[]",
        "interval",
        "inet"
      })
  void null_stays_null(String type) {
    assertThat(read(type, "NULL")).containsExactly("null", "null");
  }

  @ParameterizedTest
  @CsvSource({
    "string,NaN,String NAN",
    "string,1.50,String 1.50",
    "double,-Infinity,Double -Infinity",
    "double,1.5,Double 1.5"
  })
  void numbers_that_decimals_cannot_hold_need_another_mode(
      String mode, String value, String expected) {
    assertThat(read("numeric", "'" + value + "'", "decimal.handling.mode", mode))
        .containsExactly(expected, expected);
  }

  @Test
  void a_number_that_decimals_cannot_hold_stops_the_task_and_names_the_column_but_not_the_value() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, v numeric(5,2))", "INSERT INTO t VALUES (1, 'NaN')");
    try (SourceTaskHarness source = TestSource.start(database)) {

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("public.t.v")
          .hasMessageContaining("decimal.handling.mode");
    }
  }

  @Test
  void a_timestamp_that_microseconds_cannot_hold_stops_the_task_and_says_which_mode_can() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, v timestamp)",
        "INSERT INTO t VALUES (1, '294276-12-31 23:59:59')");
    try (SourceTaskHarness source = TestSource.start(database)) {

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("public.t.v")
          .hasMessageContaining("isostring");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-178000000 years", "178000000 years", "200000 years 1600000000:00:00"})
  void an_interval_that_microseconds_cannot_hold_stops_the_task_and_says_which_mode_can(
      String interval) {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, v interval)",
        "INSERT INTO t VALUES (1, '" + interval + "')");
    try (SourceTaskHarness source = TestSource.start(database)) {

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("public.t.v")
          .hasMessageContaining("interval.handling.mode");
    }
  }

  @Test
  void a_column_of_an_unknown_type_is_left_out_also_of_the_key() {
    database.sql(
        "CREATE TABLE t(id int, lsn pg_lsn, v int, PRIMARY KEY (id, lsn))",
        "INSERT INTO t VALUES (1, '0/1', 5)");
    try (SourceTaskHarness source = TestSource.start(database)) {
      List<SourceRecord> records = new java.util.ArrayList<>(source.poll(1));
      database.sql("INSERT INTO t VALUES (2, '0/2', 6)");
      records.addAll(source.poll(1));

      assertThat(records)
          .extracting(r -> r.key().toString() + TestSource.after(r))
          .containsExactly("Struct{id=1}Struct{id=1,v=5}", "Struct{id=2}Struct{id=2,v=6}");
    }
  }

  @Test
  void a_published_type_without_binary_form_makes_the_stream_come_as_text() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, v int[], ts timestamptz)",
        "CREATE TABLE other(id int PRIMARY KEY, acl aclitem[])");
    try (SourceTaskHarness source = TestSource.start(database, "table.include.list", "public.t")) {
      TestSource.awaitStreaming(database);
      database.sql(
          "INSERT INTO other VALUES (1, '{postgres=r/postgres}')",
          "INSERT INTO t VALUES (1, '{1,NULL}', '2020-01-01 00:00:00+01')");

      assertThat(TestSource.after(source.poll(1).get(0)).toString())
          .isEqualTo("Struct{id=1,v=[1, null],ts=2019-12-31T23:00:00.000000Z}");
    }
  }

  @ParameterizedTest
  @CsvSource({"base64,AP8=", "base64-url-safe,AP8=", "hex,00ff"})
  void bytes_can_be_texts(String mode, String expected) {
    assertThat(read("bytea", "'\\x00ff'", "binary.handling.mode", mode))
        .containsExactly("String " + expected, "String " + expected);
  }

  @Test
  void intervals_can_be_texts() {
    assertThat(
            read(
                "interval",
                "'1 year 2 mons 3 days 04:05:06.7'",
                "interval.handling.mode",
                "string"))
        .containsExactly("String P1Y2M3DT4H5M6.7S", "String P1Y2M3DT4H5M6.7S");
  }

  @Test
  void connect_times_are_dates() {
    assertThat(read("timestamp", "'1970-01-01 00:00:01.5'", "time.precision.mode", "connect"))
        .allMatch(text -> text.startsWith("Date "));
  }

  @Test
  void a_numeric_without_scale_says_its_own() {
    assertThat(read("numeric", "'123.4500'"))
        .allSatisfy(
            text ->
                assertThat(text.replaceAll("\\s+", " "))
                    .isEqualTo("{ scale=Integer 2 value=bytes 3039}"));
  }

  @Test
  void every_decimal_survives() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, v numeric(30,6))",
        "SELECT setseed(0.5)",
        "INSERT INTO t SELECT i, (random() * 10::numeric ^ (i % 20) - 5 * 10::numeric ^ (i % 18)) /"
            + " 10 ^ (i % 7) FROM generate_series(1, 2000) i");
    List<List<@Nullable Object>> expected = database.rows("SELECT v FROM t ORDER BY id");
    try (SourceTaskHarness source = TestSource.start(database)) {
      List<SourceRecord> records = source.poll(2000);

      assertThat(records)
          .extracting(r -> (BigDecimal) TestSource.after(r).get("v"))
          .isEqualTo(expected.stream().map(r -> (BigDecimal) r.get(0)).toList());
    }
  }

  private List<String> read(String type, String literal, String... settings) {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, v " + type + ")",
        "INSERT INTO t VALUES (1, " + literal + ")");
    try (SourceTaskHarness source = TestSource.start(database, settings)) {
      Struct first = TestSource.after(source.poll(1).get(0));
      database.sql("INSERT INTO t VALUES (2, " + literal + ")");
      Struct second = TestSource.after(source.poll(1).get(0));
      first.validate();
      return java.util.stream.Stream.of(first, second)
          .map(row -> Described.value(row.get("v")))
          .toList();
    }
  }
}
