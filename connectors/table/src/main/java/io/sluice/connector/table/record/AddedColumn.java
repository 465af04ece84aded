package io.sluice.connector.table.record;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.value.ValueReader;
import io.sluice.connector.table.value.ValueReaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A column that the sink adds to those of the records.
 *
 * @param name of the column
 * @param schema as which type it is made
 * @param setting what added it, for messages
 * @param content what is in it
 */
record AddedColumn(String name, Schema schema, String setting, Content content) {

  private static final Schema TIME =
      SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").optional().build();

  /** What is in the column. */
  @FunctionalInterface
  interface Content {
    /** The value as the schema says; for times microseconds since 1970. */
    @Nullable Object of(Change change);
  }

  /** A column of times. */
  static AddedColumn time(String name, String setting, Content micros) {
    return new AddedColumn(name, TIME, setting, micros);
  }

  /** A column that says yes or no. */
  static AddedColumn truth(String name, String setting, Content truth) {
    return new AddedColumn(name, Schema.OPTIONAL_BOOLEAN_SCHEMA, setting, truth);
  }

  static AddedColumn text(String name, String setting, Content text) {
    return new AddedColumn(name, Schema.OPTIONAL_STRING_SCHEMA, setting, text);
  }

  /** How the content becomes a value of the column that the table has. */
  ValueReader reader(ColumnType column, Limits limits) {
    if (schema != TIME) {
      return ValueReaders.of(schema, column, limits);
    }
    if (column.kind() == ColumnType.Kind.TIMESTAMPTZ) {
      return limits.guarded(column, micros -> micros);
    }
    ValueReader ofText = ValueReaders.of(schema, column, limits);
    return micros -> ofText.read(text((Long) micros));
  }

  private static String text(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
