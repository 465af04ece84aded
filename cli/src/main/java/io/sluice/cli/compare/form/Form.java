package io.sluice.cli.compare.form;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.form.SqlType.Family;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one text that a value has on both sides: equal texts, equal values. Chosen by what both
 * columns are, and written by each {@link Dialect} in its own SQL.
 *
 * @param kind which text
 * @param element of what kind the elements are, for {@link Kind#LIST}
 */
public record Form(Kind kind, @Nullable Form element) {

  /** The texts. */
  public enum Kind {
    /** {@code true}, {@code false}. */
    BOOLEAN,
    /** Digits. */
    WHOLE,
    /** Digits with as many behind the point as both columns have. */
    DECIMAL,
    /** Digits without zeros at the end of the fraction. */
    TRIMMED,
    /** The 32 bits. */
    REAL,
    /** The 64 bits. */
    DOUBLE,
    /**
     * The value as a whole number and the power of two that it is times, as {@code 3p-1}: with 53
     * bits, fewer only below the normal numbers; {@code 0} for both zeros.
     */
    BINARY,
    /** The text itself. */
    TEXT,
    /** MD5 of the bytes. */
    BYTES,
    /** The bytes as hexadecimal digits, for keys. */
    HEX,
    /** {@code 2026-11-21}, {@code infinity}, with {@code BC} behind it. */
    DATE,
    /** {@code 12:34:56.789}. */
    TIME,
    /** {@code 2026-11-21 12:34:56.789}. */
    TIMESTAMP,
    /** The same, in UTC. */
    TIMESTAMPTZ,
    /** Lower case, with hyphens. */
    UUID,
    /** The document as it is stored. */
    JSON,
    /** The texts of the elements. */
    LIST,
    /** The elements as a document of JSON, as the sink writes it where there are no arrays. */
    JSON_LIST
  }

  private static final Set<Family> WORDS =
      EnumSet.of(Family.TEXT, Family.PADDED, Family.PRINTED, Family.UUID, Family.JSON);

  /** Whole numbers too: a column of them has become one of floating point, if none is rounded. */
  private static final Set<Family> FLOATING =
      EnumSet.of(Family.REAL, Family.DOUBLE, Family.DECIMAL, Family.WHOLE);

  private static final Set<Kind> KEYS =
      EnumSet.of(
          Kind.BOOLEAN,
          Kind.WHOLE,
          Kind.DECIMAL,
          Kind.TRIMMED,
          Kind.REAL,
          Kind.DOUBLE,
          Kind.BINARY,
          Kind.HEX,
          Kind.TEXT,
          Kind.DATE,
          Kind.TIME,
          Kind.TIMESTAMP,
          Kind.TIMESTAMPTZ,
          Kind.UUID);

  private static Form of(Kind kind) {
    return new Form(kind, null);
  }

  /** The form in which these two can be compared; empty if there is none. */
  public static Optional<Form> between(SqlType source, SqlType target) {
    Family from = source.family();
    Family to = target.family();
    return Optional.ofNullable(
        switch (to) {
          case BOOLEAN -> from == Family.BOOLEAN ? of(Kind.BOOLEAN) : null;
          case WHOLE -> from == Family.WHOLE ? of(Kind.WHOLE) : null;
          case DECIMAL -> decimal(source, target);
          case REAL -> from == Family.REAL ? of(Kind.REAL) : null;
          case DOUBLE -> FLOATING.contains(from) ? of(Kind.DOUBLE) : null;
          case FINITE_REAL -> from == Family.REAL ? of(Kind.BINARY) : null;
          case FINITE_DOUBLE -> FLOATING.contains(from) ? of(Kind.BINARY) : null;
          case TEXT, PADDED -> text(from);
          case PRINTED, OTHER -> null;
          case BYTES -> from == Family.BYTES ? of(Kind.BYTES) : null;
          case DATE -> from == Family.DATE ? of(Kind.DATE) : null;
          case TIME -> from == Family.TIME ? of(Kind.TIME) : null;
          case TIMESTAMP ->
              from == Family.DATE || from == Family.TIMESTAMP ? of(Kind.TIMESTAMP) : null;
          case TIMESTAMPTZ -> from == Family.TIMESTAMPTZ ? of(Kind.TIMESTAMPTZ) : null;
          case UUID -> from == Family.UUID ? of(Kind.UUID) : null;
          case JSON -> from == Family.LIST ? document(source) : json(from);
          case SORTED_JSON -> from == Family.SORTED_JSON ? of(Kind.JSON) : null;
          case LIST -> list(source, target);
        });
  }

  private static @Nullable Form json(Family from) {
    return from == Family.JSON || from == Family.SORTED_JSON ? of(Kind.JSON) : null;
  }

  /** An array as JSON: of what has one spelling there, as floating-point numbers have not. */
  private static @Nullable Form document(SqlType source) {
    SqlType element = source.element();
    Kind kind =
        element == null
            ? null
            : switch (element.family()) {
              case BOOLEAN -> Kind.BOOLEAN;
              case WHOLE -> Kind.WHOLE;
              case DECIMAL -> Kind.DECIMAL;
              case UUID -> Kind.UUID;
              case TEXT, PRINTED -> Kind.TEXT;
              default -> null;
            };
    return kind == null ? null : new Form(Kind.JSON_LIST, of(kind));
  }

  private static @Nullable Form decimal(SqlType source, SqlType target) {
    if (source.family() != Family.DECIMAL && source.family() != Family.WHOLE) {
      return null;
    }
    boolean same = source.family() == Family.DECIMAL && source.scale() == target.scale();
    return of(same && source.scale() >= 0 ? Kind.DECIMAL : Kind.TRIMMED);
  }

  private static @Nullable Form text(Family from) {
    if (from == Family.DECIMAL || from == Family.WHOLE) {
      return of(Kind.TRIMMED);
    }
    if (from == Family.SORTED_JSON) {
      return of(Kind.JSON);
    }
    if (from == Family.UUID) {
      return of(Kind.UUID);
    }
    return WORDS.contains(from) ? of(Kind.TEXT) : null;
  }

  private static @Nullable Form list(SqlType source, SqlType target) {
    SqlType from = source.element();
    SqlType to = target.element();
    if (from == null || to == null) {
      return null;
    }
    Form element = between(from, to).orElse(null);
    return element == null || element.kind() == Kind.LIST ? null : new Form(Kind.LIST, element);
  }

  /** The form of the same column in a key, by whose text rows are looked up. */
  public Form ofKey() {
    return kind == Kind.BYTES ? of(Kind.HEX) : this;
  }

  /** Whether the text of a number is one that can be counted to: not NaN, not infinite. */
  public static boolean isFinite(String text) {
    return !text.endsWith("N") && !text.endsWith("y"); // NaN, Infinity
  }

  /** The number of a floating-point form's text, as Java and SQL write it. */
  public String number(String text) {
    if (!isFinite(text)) {
      return text;
    }
    return switch (kind) {
      case REAL -> Float.toString(Float.intBitsToFloat(Integer.parseUnsignedInt(text, 2)));
      case DOUBLE -> Double.toString(Double.longBitsToDouble(Long.parseUnsignedLong(text, 2)));
      case BINARY -> {
        int power = text.indexOf('p');
        yield power < 0
            ? "0.0"
            : Double.toString(
                Math.scalb(
                    (double) Long.parseLong(text.substring(0, power)),
                    Integer.parseInt(text.substring(power + 1))));
      }
      default -> throw new IllegalStateException(kind + " is no form of floating-point numbers");
    };
  }

  /** Whether a value can be found again by this text, as a key has to be. */
  public boolean findsValues() {
    return KEYS.contains(kind);
  }
}
