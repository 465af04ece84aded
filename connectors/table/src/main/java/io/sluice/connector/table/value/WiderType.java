package io.sluice.connector.table.value;

import java.util.Optional;

/** The narrowest type that holds the values of two others. */
public final class WiderType {
  private static final int INT16_DIGITS = 5;
  private static final int INT32_DIGITS = 10;
  private static final int INT64_DIGITS = 19;

  private WiderType() {}

  /**
   * Whether {@code there} holds only some values of {@code wanted}: numbers of a smaller range or
   * precision, which would be judged value by value, and widening spares that; documents, which the
   * database alone could judge.
   */
  public static boolean narrower(ColumnType there, ColumnType wanted) {
    if (ValueReaders.isWhole(there) && ValueReaders.isWhole(wanted)) {
      return there.kind().compareTo(wanted.kind()) < 0;
    }
    if (there.kind() == ColumnType.Kind.JSON && wanted.kind() == ColumnType.Kind.TEXT) {
      return true;
    }
    if (there.kind() == ColumnType.Kind.DECIMAL && !there.unboundedDecimal()) {
      if (wanted.unboundedDecimal()) {
        return true;
      }
      if (wanted.kind() == ColumnType.Kind.DECIMAL || ValueReaders.isWhole(wanted)) {
        ColumnType decimal = asDecimal(wanted);
        return there.scale() < decimal.scale() || there.integerDigits() < decimal.integerDigits();
      }
    }
    return false;
  }

  /** The type for both, or nothing if they have nothing in common. */
  public static Optional<ColumnType> of(ColumnType a, ColumnType b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    boolean wholeA = ValueReaders.isWhole(a);
    boolean wholeB = ValueReaders.isWhole(b);
    if (wholeA && wholeB) {
      return Optional.of(a.kind().compareTo(b.kind()) >= 0 ? a : b);
    }
    if (isExact(a) && isExact(b)) {
      if (a.unboundedDecimal() || b.unboundedDecimal()) {
        return Optional.of(ColumnType.NUMERIC);
      }
      ColumnType left = asDecimal(a);
      ColumnType right = asDecimal(b);
      int scale = Math.max(left.scale(), right.scale());
      int digits = Math.max(left.integerDigits(), right.integerDigits());
      return Optional.of(ColumnType.decimal(digits + scale, scale));
    }
    if (isFloat(a) && isFloat(b) || isFloat(a) && fitsDouble(b) || isFloat(b) && fitsDouble(a)) {
      return Optional.of(ColumnType.FLOAT64);
    }
    if (isLocalTime(a) && isLocalTime(b)) {
      // Nanoseconds in 64 bits end in 2262: they hold neither all dates nor all timestamps. Values
      // that are finer than microseconds are judged one by one.
      return Optional.of(ColumnType.TIMESTAMP);
    }
    if (a.kind() == ColumnType.Kind.ARRAY || b.kind() == ColumnType.Kind.ARRAY) {
      ColumnType left = a.element();
      ColumnType right = b.element();
      return left == null || right == null
          ? Optional.empty()
          : of(left, right).map(ColumnType::array);
    }
    return hasPlainText(a) && hasPlainText(b) ? Optional.of(ColumnType.TEXT) : Optional.empty();
  }

  private static boolean isExact(ColumnType type) {
    return ValueReaders.isWhole(type) || type.kind() == ColumnType.Kind.DECIMAL;
  }

  /** Whether the type's values are rounded to binary digits. */
  public static boolean isFloat(ColumnType type) {
    return type.kind() == ColumnType.Kind.FLOAT32 || type.kind() == ColumnType.Kind.FLOAT64;
  }

  private static boolean fitsDouble(ColumnType type) {
    return type.kind() == ColumnType.Kind.INT16 || type.kind() == ColumnType.Kind.INT32;
  }

  private static boolean isLocalTime(ColumnType type) {
    return switch (type.kind()) {
      case DATE, TIMESTAMP, TIMESTAMP_NANOS -> true;
      default -> false;
    };
  }

  /**
   * Types whose text is the same from the database's cast as from us, so that one column holds
   * both.
   */
  private static boolean hasPlainText(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL, TEXT, DATE, UUID, JSON -> true;
      default -> false;
    };
  }

  private static ColumnType asDecimal(ColumnType type) {
    return switch (type.kind()) {
      case INT16 -> ColumnType.decimal(INT16_DIGITS, 0);
      case INT32 -> ColumnType.decimal(INT32_DIGITS, 0);
      case INT64 -> ColumnType.decimal(INT64_DIGITS, 0);
      default -> type;
    };
  }
}
