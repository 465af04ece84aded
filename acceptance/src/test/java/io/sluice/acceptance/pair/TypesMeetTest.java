package io.sluice.acceptance.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SinkTaskHarness;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From PostgreSQL to PostgreSQL every value is what it was, by the judgement of SQL: its text there
 * and here are equal, by snapshot and by stream, in every {@code time.precision.mode} that loses
 * nothing.
 */
class TypesMeetTest {
  private static final String DATES = "'0044-03-15 BC', '9999-12-31', 'infinity', '-infinity'";
  private static final String TIMES = "'00:00:00', '23:59:59.999', '12:30:00.5', null";

  /** Types with some values of each; which text is compared, where it is not the value's own. */
  private enum Column {
    BOOLEAN("boolean", "true, false, null, true"),
    SMALLINT("smallint", "-32768, 32767, 0, null"),
    INTEGER("integer", "-2147483648, 2147483647, 0, null"),
    BIGINT("bigint", "-9223372036854775808, 9223372036854775807, 0, null"),
    REAL("real", "'NaN', '-Infinity', 0.1, 3.4028235e38"),
    DOUBLE("double precision", "'NaN', 'Infinity', -0.0, 4.9e-324"),
    DECIMAL("numeric(12,3)", "-999999999.999, 0.001, 0, 12.5"),
    LARGE_DECIMAL("numeric(50,10)", "repeat('9', 40)::numeric, -0.0000000001, 0, null"),
    ANY_DECIMAL("numeric", "1.500, repeat('9', 2000)::numeric, -1e-300, 1e20") {
      /** Debezium's form has no zeros at the end. */
      @Override
      String asText() {
        return "trim_scale(any_decimal)::text";
      }
    },
    TEXT("text", "'', 'a''b\\c', 'ž 馬 🐎', repeat('x', 9000)"),
    VARCHAR("varchar(20)", "'', ' a ', 'b', null"),
    BYTES("bytea", "'\\x', '\\x00ff', '\\x7f', null"),
    DATE("date", DATES),
    TIME("time", TIMES + "::time"),
    TIME_MILLIS("time(3)", TIMES + "::time"),
    TIME_ZONED("timetz", "'10:00:00.000001+02', '00:00:00Z', null, '23:59:59-11'") {
      @Override
      String asText() {
        return "(time_zoned at time zone 'UTC')::text";
      }
    },
    STAMP("timestamp", "'infinity', '-infinity', '2024-02-29 12:00:00.000001', '1969-12-31'"),
    STAMP_MILLIS("timestamp(3)", "'infinity', '-infinity', '2024-02-29 12:00:00.5', null"),
    STAMP_ZONED("timestamptz", "'infinity', '0044-03-15 BC', '9999-12-31 23:59:59.999999Z', null"),
    INTERVAL(
        "interval", "'1 year 2 mons -3 days 04:05:06.7', '-00:00:00.5', '0', '178000000 years'"),
    UUID("uuid", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8', null, null, null"),
    JSON("json", "'{\"a\" : [1, null]}', '7', null, '\"\\u0000\"'"),
    JSONB("jsonb", "'{\"b\": 1, \"a\": {}}', '[]', null, 'null'"),
    XML("xml", "'<a b=\"c\"/>', null, null, null"),
    INET("inet", "'10.0.0.1/8', '::1', null, null") {
      /** Text in the copy, which as an address reads the same. */
      @Override
      String asText() {
        return "inet::inet::text";
      }
    },
    RANGE("int4range", "'[1,5)', 'empty', '(,3)', null"),
    TSVECTOR("tsvector", "'a:1A b:2', '', null, null"),
    INTEGERS("integer[]", "'{1,null,3}', '{}', null, '{-5}'"),
    TEXTS("text[]", "'{\"a b\",null,\"\\\"\"}', '{}', null, '{\"\"}'"),
    STAMPS("timestamptz[]", "'{infinity,null,\"2024-02-29 12:00:00.5Z\"}', '{}', null, '{}'"),
    UUIDS("uuid[]", "'{6ba7b810-9dad-11d1-80b4-00c04fd430c8,null}', null, null, '{}'"),
    BOOLEANS("boolean[]", "'{t,f,null}', null, null, '{}'");

    private final String type;
    private final String values;

    Column(String type, String values) {
      this.type = type;
      this.values = values;
    }

    String column() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    String asText() {
      return column() + "::text";
    }

    /** The value of a row, as SQL. */
    String value(int row) {
      return "(array[" + values + "]" + (type.endsWith("[]") ? "::text[]" : "") + ")[" + row + "]";
    }
  }

  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "microseconds", "isostring", "structured"})
  void every_value_is_what_it_was(String timeMode) throws Exception {
    source.sql(
        "create table every_type (id int primary key, "
            + columns(column -> column.column() + " " + column.type)
            + ")");
    insert(0);
    Map<String, String> settings = Shipment.sourceConfig(source, source.server().port());
    settings.put("time.precision.mode", timeMode);
    settings.put("interval.handling.mode", "string");
    Target target = Target.postgres();
    try (SourceTaskHarness from = new SourceTaskHarness(PostgresConnector::new, settings);
        SinkTaskHarness to =
            new SinkTaskHarness(TableSinkConnector::new, Map.of("url", target.url())).start()) {
      from.start();
      carry(from.poll(4), to);
      insert(4);
      carry(from.poll(4), to);
      assertThat(to.reported()).isEmpty();
    }

    for (Column column : Column.values()) {
      String query =
          "select id || ' ' || coalesce(%s, '-') from every_type order by id"
              .formatted(column.asText());
      assertThat(target.column(query)).as(column.type).isEqualTo(ofSource(query));
    }
  }

  private void insert(int above) {
    for (int row = 1; row <= 4; row++) {
      int number = row;
      source.sql(
          "insert into every_type select "
              + (above + row)
              + ", "
              + columns(column -> "(" + column.value(number) + ")::text::" + column.type));
    }
  }

  private static String columns(java.util.function.Function<Column, String> part) {
    return IntStream.range(0, Column.values().length)
        .mapToObj(i -> part.apply(Column.values()[i]))
        .collect(Collectors.joining(", "));
  }

  private List<String> ofSource(String query) throws SQLException {
    return new Target(source.jdbcUrl()).column(query);
  }

  private static void carry(List<SourceRecord> records, SinkTaskHarness to) {
    for (SourceRecord record : records) {
      to.append(
          record.topic(), record.keySchema(), record.key(), record.valueSchema(), record.value());
    }
    to.deliver(1_000).commit();
  }
}
