package io.sluice.connector.postgres.value;

import io.sluice.connector.postgres.value.ValueModes.BinaryMode;
import io.sluice.connector.postgres.value.ValueModes.DecimalMode;
import io.sluice.connector.postgres.value.ValueModes.HstoreMode;
import io.sluice.connector.postgres.value.ValueModes.IntervalMode;
import io.sluice.connector.postgres.value.ValueModes.TimeMode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/**
 * Values as Debezium's stream has them before it makes Connect's of them, in the classes that the
 * converters of its users expect.
 */
public final class RawValues {

  private static final long MICROS_OF_SECOND = 1_000_000L;

  /** Of any precision: the server has rounded to that of the column. */
  private static final int NO_TYPMOD = -1;

  private final TypeMapping mapping;

  /**
   * @param unavailable stands for a large value that an update did not touch
   */
  public RawValues(Placeholder unavailable) {
    this.mapping =
        new TypeMapping(
            new ValueModes(
                DecimalMode.STRING,
                TimeMode.ADAPTIVE,
                BinaryMode.BYTES,
                IntervalMode.STRING,
                HstoreMode.JSON,
                2,
                false,
                unavailable));
  }

  /**
   * What reads such values of a type.
   *
   * @param typmod the column's type modifier, -1 for none
   * @return empty for a type whose values are not given to converters
   */
  public Optional<Values> of(PgType type, int typmod) {
    UnaryOperator<Object> form = form(type);
    return form == null
        ? Optional.empty()
        : mapping
            .of(type, type.name().equals("money") ? typmod : NO_TYPMOD)
            .map(known -> known.values().apply(known.schema().get().build()))
            .map(values -> formed(values, form));
  }

  private static Values formed(Values values, UnaryOperator<Object> form) {
    Decoder binary = values.binary();
    Decoder text = values.text();
    return new Values(
        binary == null
            ? null
            : (bytes, offset, length) -> form.apply(binary.decode(bytes, offset, length)),
        (bytes, offset, length) -> form.apply(text.decode(bytes, offset, length)),
        values.absent(),
        values.unavailable());
  }

  private static @Nullable UnaryOperator<Object> form(PgType type) {
    if (type.element() != null) {
      return null;
    }
    if (type.kind() == 'e') {
      return UnaryOperator.identity();
    }
    return switch (type.name()) {
      case "int2" -> value -> ((Number) value).intValue();
      case "numeric", "money" -> value -> number(value.toString());
      case "date" -> value -> LocalDate.ofEpochDay(((Number) value).longValue());
      case "time" -> value -> time(((Number) value).longValue());
      case "timestamp" ->
          value -> Instant.EPOCH.plus(((Number) value).longValue(), ChronoUnit.MICROS);
      case "timestamptz" -> value -> zoned(value.toString());
      case "interval" -> value -> interval(value.toString());
      case "bytea" -> RawValues::bytes;
      case "bool",
          "int4",
          "int8",
          "oid",
          "float4",
          "float8",
          "text",
          "varchar",
          "bpchar",
          "char",
          "json",
          "jsonb",
          "xml",
          "uuid",
          "tsvector",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "citext",
          "ltree",
          "isbn",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange" ->
          UnaryOperator.identity();
      default -> null;
    };
  }

  private static Object number(String text) {
    return switch (text) {
      case "NAN" -> Double.NaN;
      case "POSITIVE_INFINITY" -> Double.POSITIVE_INFINITY;
      case "NEGATIVE_INFINITY" -> Double.NEGATIVE_INFINITY;
      default -> new BigDecimal(text);
    };
  }

  /** As the server prints it: without the zeros that the fraction ends in. */
  private static String time(long micros) {
    long seconds = micros / MICROS_OF_SECOND;
    String text =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    long fraction = micros % MICROS_OF_SECOND;
    return fraction == 0
        ? text
        : text + "." + String.format(Locale.ROOT, "%06d", fraction).replaceAll("0+$", "");
  }

  private static OffsetDateTime zoned(String text) {
    return switch (text) {
      case "infinity" -> OffsetDateTime.MAX;
      case "-infinity" -> OffsetDateTime.MIN;
      default -> OffsetDateTime.parse(text);
    };
  }

  private static Object interval(String iso) {
    try {
      return new PGInterval(iso);
    } catch (SQLException e) {
      throw new DataException("an interval is not of the driver's form", e);
    }
  }

  private static Object bytes(Object value) {
    if (!(value instanceof ByteBuffer buffer)) {
      return value;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
