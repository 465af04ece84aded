package io.sluice.server.http.route;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Something that may stand in a query.
 *
 * @param values one of these; empty if it is no {@link Kind#CHOICE}
 * @param least the smallest number; empty if there is none
 * @param most the largest number, or of a text the most characters; empty if there is none
 * @param repeated whether it may be there more than once
 * @param required whether it must be there, and must not be empty
 * @param meaning a sentence without its full stop
 */
public record Parameter(
    String name,
    Kind kind,
    List<String> values,
    OptionalLong least,
    OptionalLong most,
    boolean repeated,
    boolean required,
    String meaning) {
  private static final int LONGEST_TEXT = 1_000;

  /** What a parameter may be. */
  public enum Kind {
    TEXT,
    /** A whole number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A moment in ISO 8601, as {@code 2026-11-22T10:00:00Z}. */
    MOMENT,
    /** One of a few words. */
    CHOICE
  }

  public Parameter {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(meaning, "meaning is null");
    values = List.copyOf(values);
  }

  /** Any text of up to 1,000 characters. */
  public static Parameter text(String name, String meaning) {
    return of(name, Kind.TEXT, List.of(), OptionalLong.of(LONGEST_TEXT), meaning);
  }

  /** A whole number within bounds, both included. */
  public static Parameter number(String name, long least, long most, String meaning) {
    return new Parameter(
        name,
        Kind.NUMBER,
        List.of(),
        OptionalLong.of(least),
        OptionalLong.of(most),
        false,
        false,
        meaning);
  }

  /** True or false; false if it is not there. */
  public static Parameter flag(String name, String meaning) {
    return of(name, Kind.FLAG, List.of(), OptionalLong.empty(), meaning);
  }

  /** A moment. */
  public static Parameter moment(String name, String meaning) {
    return of(name, Kind.MOMENT, List.of(), OptionalLong.empty(), meaning);
  }

  /** One of these words. */
  public static Parameter choice(String name, List<String> values, String meaning) {
    return of(name, Kind.CHOICE, values, OptionalLong.empty(), meaning);
  }

  /** The same as often as one likes. */
  public Parameter severalTimes() {
    return new Parameter(name, kind, values, least, most, true, required, meaning);
  }

  /** The same, which must be there. */
  public Parameter always() {
    return new Parameter(name, kind, values, least, most, repeated, true, meaning);
  }

  private static Parameter of(
      String name, Kind kind, List<String> values, OptionalLong most, String meaning) {
    return new Parameter(name, kind, values, OptionalLong.empty(), most, false, false, meaning);
  }

  /** What is wrong with a value; null if nothing is. */
  @Nullable String fault(String value) {
    return switch (kind) {
      case TEXT ->
          value.length() <= most.orElse(LONGEST_TEXT)
              ? null
              : "expected up to " + most.orElse(LONGEST_TEXT) + " characters but found more";
      case NUMBER -> numberFault(value);
      case FLAG -> value.equals("true") || value.equals("false") ? null : "expected true or false";
      case MOMENT ->
          Values.moment(value).isPresent() ? null : "expected a moment as 2026-11-22T10:00:00Z";
      case CHOICE -> values.contains(value) ? null : "expected one of " + values;
    };
  }

  private @Nullable String numberFault(String value) {
    OptionalLong number = Values.number(value);
    if (number.isEmpty()
        || number.getAsLong() < least.orElse(Long.MIN_VALUE)
        || number.getAsLong() > most.orElse(Long.MAX_VALUE)) {
      return least.isPresent() && most.isPresent()
          ? "expected a whole number from " + least.getAsLong() + " to " + most.getAsLong()
          : "expected a whole number";
    }
    return null;
  }
}
