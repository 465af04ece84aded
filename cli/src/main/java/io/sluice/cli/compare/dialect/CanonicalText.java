package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Form;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of values that were read, as the other database writes them. */
public final class CanonicalText {
  private static final int DIGITS_OF_A_DOUBLE = 52;
  private static final Pattern DATE_FIRST = Pattern.compile("([+-]?\\d{4,}-\\d\\d-\\d\\d)(.*)");

  private CanonicalText() {}

  /** See {@link Form.Kind#BINARY}. */
  static String binary(double value) {
    if (value == 0) {
      return "0";
    }
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >> DIGITS_OF_A_DOUBLE) & 2047;
    long digits = bits & ((1L << DIGITS_OF_A_DOUBLE) - 1);
    if (exponent != 0) {
      digits |= 1L << DIGITS_OF_A_DOUBLE;
    }
    return (value < 0 ? "-" : "") + digits + 'p' + (Math.max(exponent, 1) - 1075);
  }

  /**
   * Digits in the form.
   *
   * @param scale digits behind the point, for {@link Form.Kind#DECIMAL}
   */
  static String decimal(Form form, BigDecimal value, int scale) {
    if (form.kind() == Form.Kind.DECIMAL) {
      return value.scale() <= scale ? value.setScale(scale).toPlainString() : value.toPlainString();
    }
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return stripped.toPlainString();
  }

  /** Digits as they are stored as text. */
  static String decimal(Form form, String digits, int scale) {
    try {
      return decimal(form, new BigDecimal(digits), scale);
    } catch (NumberFormatException e) {
      return digits; // No number: a difference, unless the source has the same word.
    }
  }

  /** Of a date, or a text that begins with one: the era in words, as PostgreSQL has it. */
  static String era(String text) {
    Matcher matcher = DATE_FIRST.matcher(text);
    if (!matcher.matches() || Character.isDigit(text.charAt(0)) && text.charAt(4) == '-') {
      return text.startsWith("0000-") ? "0001" + text.substring(4) + " BC" : text;
    }
    try {
      LocalDate date = LocalDate.parse(matcher.group(1));
      boolean before = date.getYear() <= 0;
      String year = String.format("%04d", before ? 1 - date.getYear() : date.getYear());
      String day = matcher.group(1);
      return year + day.substring(day.length() - 6) + matcher.group(2) + (before ? " BC" : "");
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  /** The way back from {@link #era}. */
  static String isoEra(String text) {
    boolean before = text.endsWith(" BC");
    String plain = before ? text.substring(0, text.length() - 3) : text;
    int end = plain.indexOf('-', 1);
    if (end < 0 || text.endsWith("infinity") || !before && end == 4) {
      return text;
    }
    int year = Integer.parseInt(plain.substring(0, end));
    String rest = plain.substring(end);
    if (!before) {
      return "+" + plain;
    }
    return year == 1 ? "0000" + rest : String.format("-%04d", year - 1) + rest;
  }

  /** Of a time: without zeros at the end of the fraction. */
  static String time(String text) {
    return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
  }

  /** As hexadecimal digits, or their MD5, as the form says. */
  static String bytes(Form form, byte[] bytes) {
    return HexFormat.of().formatHex(form.kind() == Form.Kind.HEX ? bytes : digest(bytes));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
