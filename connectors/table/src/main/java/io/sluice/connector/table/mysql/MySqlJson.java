package io.sluice.connector.table.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What MySQL's {@code json} makes of a document. It keeps whole numbers of 64 bits and doubles; of
 * any other number the nearest double, without a word. MySQL 8.0 Reference Manual, 13.5 "The JSON
 * Data Type".
 */
final class MySqlJson {
  /** A whole number of so many characters is below 2 to the 63rd. */
  private static final int SURELY_WHOLE = 18;

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private MySqlJson() {}

  /** Whether all numbers of a document stay what they are; what is no document is not judged. */
  static boolean keepsNumbers(String document) {
    int length = document.length();
    for (int i = 0; i < length; i++) {
      char c = document.charAt(i);
      if (c == '"') {
        i = endOfText(document, i);
      } else if (c == '-' || c >= '0' && c <= '9') {
        int end = i + 1;
        while (end < length && isOfNumber(document.charAt(end))) {
          end++;
        }
        if (!keeps(document.substring(i, end))) {
          return false;
        }
        i = end - 1;
      }
    }
    return true;
  }

  private static int endOfText(String document, int start) {
    int i = start + 1;
    while (i < document.length() && document.charAt(i) != '"') {
      i += document.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  private static boolean isOfNumber(char c) {
    return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }

  private static boolean keeps(String number) {
    try {
      if (number.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-')) {
        if (number.length() <= SURELY_WHOLE) {
          return true;
        }
        BigInteger whole = new BigInteger(number);
        if (whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0) {
          return true;
        }
      }
      double read = Double.parseDouble(number);
      return Double.isFinite(read)
          && new BigDecimal(number).compareTo(new BigDecimal(Double.toString(read))) == 0;
    } catch (NumberFormatException noNumber) {
      return true; // The server says so.
    }
  }
}
