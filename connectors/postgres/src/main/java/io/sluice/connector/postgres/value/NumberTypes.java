package io.sluice.connector.postgres.value;

import io.sluice.connector.postgres.value.ValueModes.DecimalMode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Booleans and numbers; those of arbitrary precision in each {@code decimal.handling.mode}. */
final class NumberTypes {

  static final ValueType BOOL =
      ValueType.of(
          SchemaBuilder::bool,
          new Values(
              (b, o, l) -> {
                Binary.expect(l, 1);
                return b[o] != 0;
              },
              (b, o, l) -> bool(b, o, l),
              false,
              null));

  static final ValueType INT2 =
      number(
          SchemaBuilder::int16,
          (short) 0,
          (b, o, l) -> {
            Binary.expect(l, 2);
            return Binary.int16(b, o);
          },
          Short::valueOf);

  static final ValueType INT4 =
      number(
          SchemaBuilder::int32,
          0,
          (b, o, l) -> {
            Binary.expect(l, 4);
            return Binary.int32(b, o);
          },
          Integer::valueOf);

  static final ValueType INT8 =
      number(
          SchemaBuilder::int64,
          0L,
          (b, o, l) -> {
            Binary.expect(l, 8);
            return Binary.int64(b, o);
          },
          Long::valueOf);

  static final ValueType OID =
      number(
          SchemaBuilder::int64,
          0L,
          (b, o, l) -> {
            Binary.expect(l, 4);
            return Binary.int32(b, o) & 0xFFFF_FFFFL;
          },
          Long::valueOf);

  static final ValueType FLOAT4 =
      number(
          SchemaBuilder::float32,
          0f,
          (b, o, l) -> {
            Binary.expect(l, 4);
            return Binary.float32(b, o);
          },
          Float::valueOf);

  static final ValueType FLOAT8 =
      number(
          SchemaBuilder::float64,
          0d,
          (b, o, l) -> {
            Binary.expect(l, 8);
            return Binary.float64(b, o);
          },
          Double::valueOf);

  private final DecimalMode mode;
  private final int moneyDigits;
  private final Placeholder unavailable;

  NumberTypes(ValueModes modes) {
    this.mode = modes.decimal();
    this.moneyDigits = modes.moneyDigits();
    this.unavailable = modes.unavailable();
  }

  /**
   * @param typmod precision and scale, -1 for a number that says its own scale
   */
  ValueType numeric(int typmod) {
    return switch (mode) {
      case DOUBLE -> number(SchemaBuilder::float64, 0d, Numerics::approximate, Double::valueOf);
      case STRING ->
          ValueType.of(
              SchemaBuilder::string,
              new Values(
                  Numerics::debeziumText,
                  (b, o, l) -> Numerics.debeziumName(Binary.text(b, o, l)),
                  BigDecimal.ZERO.setScale(typmod < 4 ? 0 : scale(typmod)).toPlainString(),
                  unavailable.text()));
      case PRECISE -> typmod < 4 ? variableScale() : decimal(typmod);
    };
  }

  private static ValueType variableScale() {
    return new ValueType(
        VariableScale::builder,
        schema ->
            new Values(
                (b, o, l) -> VariableScale.of(schema, Numerics.decimal(b, o, l)),
                (b, o, l) -> VariableScale.of(schema, Numerics.parse(b, o, l)),
                VariableScale.of(schema, BigDecimal.ZERO),
                null));
  }

  private static ValueType decimal(int typmod) {
    int precision = ((typmod - 4) >> 16) & 0xFFFF;
    int scale = scale(typmod);
    return ValueType.of(
        () ->
            Decimal.builder(scale)
                .parameter("connect.decimal.precision", Integer.toString(precision)),
        new Values(
            (b, o, l) -> scaled(Numerics.decimal(b, o, l), scale),
            (b, o, l) -> scaled(Numerics.parse(b, o, l), scale),
            BigDecimal.ZERO.setScale(scale),
            null));
  }

  /** An 11-bit signed number since PostgreSQL 15. */
  private static int scale(int typmod) {
    return (((typmod - 4) & 0x7FF) ^ 1024) - 1024;
  }

  /** Only a negative scale differs from what is shown: numeric(3,-2) is sent with scale 0. */
  private static BigDecimal scaled(BigDecimal value, int scale) {
    return value.scale() == scale ? value : value.setScale(scale, RoundingMode.UNNECESSARY);
  }

  /**
   * @param typmod digits that the database's lc_monetary gives amounts, as the catalog has them; -1
   *     for two
   */
  ValueType money(int typmod) {
    int digits = typmod < 0 ? 2 : typmod;
    return switch (mode) {
      case PRECISE ->
          money(
              () -> Decimal.builder(moneyDigits),
              digits,
              BigDecimal.ZERO.setScale(moneyDigits),
              value -> value.setScale(moneyDigits, RoundingMode.HALF_UP));
      case DOUBLE -> money(SchemaBuilder::float64, digits, 0d, BigDecimal::doubleValue);
      case STRING ->
          money(
              SchemaBuilder::string,
              digits,
              BigDecimal.ZERO.setScale(moneyDigits).toString(),
              BigDecimal::toPlainString);
    };
  }

  private static ValueType money(
      Supplier<SchemaBuilder> schema,
      int digits,
      Object absent,
      Function<BigDecimal, Object> show) {
    return ValueType.of(
        schema,
        new Values(
            (b, o, l) -> {
              Binary.expect(l, 8);
              return show.apply(BigDecimal.valueOf(Binary.int64(b, o), digits));
            },
            (b, o, l) -> show.apply(BigDecimal.valueOf(cents(b, o, l), digits)),
            absent,
            null));
  }

  /**
   * The number in an amount such as {@code -$1,234.56}, all digits together: our connections set
   * lc_monetary to C, so that the currency's sign has no digits.
   */
  private static long cents(byte[] bytes, int offset, int length) {
    StringBuilder digits = new StringBuilder(length);
    for (int i = offset; i < offset + length; i++) {
      char c = (char) bytes[i];
      if (c == '-' || (c >= '0' && c <= '9')) {
        digits.append(c);
      }
    }
    return Long.parseLong(digits.toString());
  }

  private static boolean bool(byte[] bytes, int offset, int length) {
    Binary.expect(length, 1);
    return switch (bytes[offset]) {
      case 't' -> true;
      case 'f' -> false;
      default -> throw new DataException("expected the text t or f");
    };
  }

  private static ValueType number(
      Supplier<SchemaBuilder> schema,
      Object absent,
      Decoder binary,
      Function<String, Object> parse) {
    return ValueType.of(
        schema,
        new Values(
            binary,
            (b, o, l) -> parse.apply(new String(b, o, l, StandardCharsets.ISO_8859_1)),
            absent,
            null));
  }
}
