package io.sluice.cli.compare.form;

import org.jspecify.annotations.Nullable;

/**
 * What a column of either side holds.
 *
 * @param family what it is like
 * @param scale digits behind the point, for {@link Family#DECIMAL}; -1 where each value has its own
 * @param element what a {@link Family#LIST} is of
 * @param name the database's own name, for people
 */
public record SqlType(Family family, int scale, @Nullable SqlType element, String name) {

  /** Families of types that have one text for each value. */
  public enum Family {
    BOOLEAN,
    WHOLE,
    DECIMAL,
    REAL,
    DOUBLE,
    /** Single precision, without NaN, infinities and the sign of zero. */
    FINITE_REAL,
    /** Double precision, likewise. */
    FINITE_DOUBLE,
    TEXT,
    /** Text that is filled up with blanks to the length of its column. */
    PADDED,
    /** Has a text of its own, by which it is copied: enums, addresses, ranges. */
    PRINTED,
    BYTES,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    UUID,
    JSON,
    /** JSON that the database writes in an order of its own. */
    SORTED_JSON,
    LIST,
    /** Whatever cannot be compared. */
    OTHER
  }

  /** A type that its family says all about. */
  public static SqlType of(Family family, String name) {
    return new SqlType(family, -1, null, name);
  }

  /** A decimal with so many digits behind the point; -1 where each value has its own. */
  public static SqlType decimal(int scale, String name) {
    return new SqlType(Family.DECIMAL, scale, null, name);
  }

  /** Values of an element type, in order. */
  public static SqlType list(SqlType element, String name) {
    return new SqlType(Family.LIST, -1, element, name);
  }

  @Override
  public String toString() {
    return name;
  }
}
