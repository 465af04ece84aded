package io.sluice.connector.postgres.value;

/**
 * How the user wants values shown: Debezium's handling modes.
 *
 * @param decimal {@code decimal.handling.mode}
 * @param time {@code time.precision.mode}
 * @param binary {@code binary.handling.mode}
 * @param interval {@code interval.handling.mode}
 * @param hstore {@code hstore.handling.mode}
 * @param moneyDigits {@code money.fraction.digits}
 * @param unknown {@code include.unknown.datatypes}: whether columns of types that Debezium does not
 *     know appear, as their text in bytes
 * @param unavailable {@code unavailable.value.placeholder}: stands for a TOASTed value that an
 *     update did not touch
 */
public record ValueModes(
    DecimalMode decimal,
    TimeMode time,
    BinaryMode binary,
    IntervalMode interval,
    HstoreMode hstore,
    int moneyDigits,
    boolean unknown,
    Placeholder unavailable) {

  /** Numbers of arbitrary precision. */
  public enum DecimalMode {
    PRECISE,
    DOUBLE,
    STRING
  }

  /** Dates and times. */
  public enum TimeMode {
    ADAPTIVE,
    ADAPTIVE_TIME_MICROSECONDS,
    CONNECT,
    ISOSTRING,
    MICROSECONDS,
    NANOSECONDS,
    STRUCTURED
  }

  /** Byte strings. */
  public enum BinaryMode {
    BYTES,
    BASE64,
    BASE64_URL_SAFE,
    HEX
  }

  /** Intervals: microseconds (a month counts 30.4375 days), or ISO 8601 text. */
  public enum IntervalMode {
    NUMERIC,
    STRING
  }

  /** Key-value pairs of the hstore extension: JSON text, or Connect's map. */
  public enum HstoreMode {
    JSON,
    MAP
  }
}
