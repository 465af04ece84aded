package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Which values a database's types hold of those that a {@link ColumnType.Kind} allows. A value
 * outside is refused on its own, with a reason, before the database sees it: some cut, wrap or
 * replace such values without a word, others refuse the whole batch.
 *
 * @param days since 1970, of {@link ColumnType.Kind#DATE}
 * @param dayMicros of {@link ColumnType.Kind#TIME}
 * @param micros since 1970, of timestamps with and without zone
 * @param infiniteTimes whether dates and timestamps can be infinite
 * @param nonFiniteNumbers whether floating point numbers can be infinite or none (NaN)
 * @param nulInText whether text can have the character of code zero
 * @param integerDigits decimal digits before the point, of decimals without a precision
 * @param fractionDigits decimal digits behind it
 */
public record Limits(
    Range days,
    Range dayMicros,
    Range micros,
    boolean infiniteTimes,
    boolean nonFiniteNumbers,
    boolean nulInText,
    int integerDigits,
    int fractionDigits) {

  /** The end of a day, 24:00, belongs to it in most databases. */
  public static final Range DAY = new Range(0, IsoText.DAY_MICROS);

  /** Decimals with more digits are refused everywhere: PostgreSQL's, the largest of any source. */
  public static final int MOST_INTEGER_DIGITS = 131_072;

  public static final int MOST_FRACTION_DIGITS = 16_383;

  /** Everything that the Java types hold. */
  public static final Limits NONE =
      new Limits(
          Range.ALL,
          Range.ALL,
          Range.ALL,
          true,
          true,
          true,
          MOST_INTEGER_DIGITS,
          MOST_FRACTION_DIGITS);

  /**
   * Numbers between two, both included.
   *
   * @param first the lowest
   * @param last the highest
   */
  public record Range(long first, long last) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean has(long number) {
      return number >= first && number <= last;
    }
  }

  /** The reader, with its values judged by what a column of that type holds here. */
  public ValueReader guarded(ColumnType column, ValueReader reader) {
    ValueReader judge = judge(column);
    if (judge == null) {
      return reader;
    }
    return value -> {
      Object read = reader.read(value);
      return read == null ? null : judge.read(read);
    };
  }

  /** Null where every value of the kind fits. */
  private @Nullable ValueReader judge(ColumnType column) {
    return switch (column.kind()) {
      case TEXT, JSON, OTHER -> nulInText ? null : Limits::withoutNul;
      case FLOAT32, FLOAT64 -> nonFiniteNumbers ? null : Limits::finite;
      case DECIMAL -> column.unboundedDecimal() ? this::digits : null;
      case DATE -> this::day;
      case TIME -> dayMicros.equals(Range.ALL) ? null : this::timeOfDay;
      case TIMESTAMP, TIMESTAMPTZ -> this::timestamp;
      case ARRAY -> {
        ColumnType element = column.element();
        ValueReader ofElement = element == null ? null : judge(element);
        yield ofElement == null ? null : value -> each((List<?>) value, ofElement);
      }
      case BOOLEAN, INT16, INT32, INT64, BYTES, TIMETZ, TIMESTAMP_NANOS, INTERVAL, UUID -> null;
    };
  }

  private static Object withoutNul(Object value) {
    if (((String) value).indexOf(0) >= 0) {
      throw new DataException(
          "a text has the character NUL (code 0), which this database cannot keep. Have the source"
              + " or a transform take it out");
    }
    return value;
  }

  private static Object finite(Object value) {
    if (!Double.isFinite(((Number) value).doubleValue())) {
      throw new DataException("a number is infinite or NaN, which this database cannot keep");
    }
    return value;
  }

  private Object digits(Object value) {
    requireDigits((BigDecimal) value, integerDigits, fractionDigits);
    return value;
  }

  /** Asked before anything writes the digits out: a few bytes can stand for billions of zeros. */
  static void requireDigits(BigDecimal decimal, int integerDigits, int fractionDigits) {
    long before = (long) decimal.precision() - decimal.scale();
    if (before > integerDigits && decimal.signum() != 0 || decimal.scale() > fractionDigits) {
      throw new DataException(
          "a decimal has more than "
              + integerDigits
              + " digits before the point or "
              + fractionDigits
              + " behind it");
    }
  }

  private Object day(Object value) {
    long day = ((Number) value).longValue();
    boolean infinite = day == Integer.MAX_VALUE || day == Integer.MIN_VALUE;
    if (infinite ? !infiniteTimes : !days.has(day)) {
      throw outside("date", infinite);
    }
    return value;
  }

  private Object timeOfDay(Object value) {
    if (!dayMicros.has(((Number) value).longValue())) {
      throw outside("time", false);
    }
    return value;
  }

  private Object timestamp(Object value) {
    long time = ((Number) value).longValue();
    boolean infinite = Infinity.positive(time) || Infinity.negative(time);
    if (infinite ? !infiniteTimes : !micros.has(time)) {
      throw outside("timestamp", infinite);
    }
    return value;
  }

  private static DataException outside(String what, boolean infinite) {
    return new DataException(
        String.format(
            Locale.ROOT,
            infinite
                ? "a %s is infinite, which this database has no value for"
                : "a %s is outside of what this database holds",
            what));
  }

  private static Object each(List<?> values, ValueReader judge) {
    List<@Nullable Object> judged = new ArrayList<>(values.size());
    for (Object value : values) {
      judged.add(value == null ? null : judge.read(value));
    }
    return judged;
  }
}
