package io.sluice.connector.postgres.value;

/**
 * How the user wants values shown: Debezium's handling modes.
 *
 * @param decimal {@code decimal.handling.mode}
 * @param time {@code time.precision.mode}
 * @param binary {@code binary.handling.mode}
 * @param interval {@code interval.handling.mode}
 * @param unavailable {@code unavailable.value.placeholder}: stands for a TOASTed value that an
 *     update did not touch
 */
public record ValueModes(
    DecimalMode decimal,
    TimeMode time,
    BinaryMode binary,
    IntervalMode interval,
    String unavailable) {

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
    CONNECT
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
}
