package io.sluice.connector.table.config;

import java.util.Locale;

/** How names are spelled in the target. */
public enum NameCase {
  /** As in the records. */
  KEEP,
  /** {@code orderid}. */
  LOWER,
  /** {@code ORDERID}. */
  UPPER,
  /**
   * {@code order_id}, from {@code orderId}, {@code OrderID}, {@code order-id}, {@code Order Id}.
   */
  SNAKE;

  /** The name in this spelling. */
  public String of(String name) {
    return switch (this) {
      case KEEP -> name;
      case LOWER -> name.toLowerCase(Locale.ROOT);
      case UPPER -> name.toUpperCase(Locale.ROOT);
      case SNAKE -> snake(name);
    };
  }

  /** A word begins where a capital follows none, or precedes none: {@code HTTPServer}. */
  private static String snake(String name) {
    int[] points = name.codePoints().toArray();
    StringBuilder snake = new StringBuilder(name.length() + 8);
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (!Character.isLetterOrDigit(point)
          && Character.getType(point) != Character.NON_SPACING_MARK) {
        separate(snake);
        continue;
      }
      boolean capital = Character.isUpperCase(point);
      boolean afterSmall = i > 0 && !Character.isUpperCase(points[i - 1]);
      boolean beforeSmall = i + 1 < points.length && Character.isLowerCase(points[i + 1]);
      if (capital && i > 0 && (afterSmall || beforeSmall)) {
        separate(snake);
      }
      snake.append(new String(Character.toChars(point)).toLowerCase(Locale.ROOT));
    }
    // Nothing but separators is no name: that one stays as it is.
    String words = snake.toString().replaceAll("_+$", name.endsWith("_") ? "_" : "");
    return words.isEmpty() ? name : words;
  }

  private static void separate(StringBuilder snake) {
    int length = snake.length();
    if (length == 0 || snake.charAt(length - 1) != '_') {
      snake.append('_');
    }
  }
}
