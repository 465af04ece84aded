package io.sluice.contract.shape;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a named type forbids its values by its parameters, where another one of the same name does
 * not: an enum's symbols, a decimal's digits. Thread-safe.
 */
abstract class Restriction {
  private static final String PRECISION = "connect.decimal.precision";

  /** Debezium's, with their symbols in a parameter. */
  private static final Set<String> SYMBOLS =
      Set.of("io.debezium.data.Enum", "io.debezium.data.EnumSet");

  private static final String ALLOWED = "allowed";

  /** No value is forbidden. */
  private static final Restriction NONE =
      new Restriction() {
        @Override
        void check(Object value) {}
      };

  /**
   * Looks at a value that has been brought into the type.
   *
   * @throws UnfitException if the type forbids it
   */
  abstract void check(Object value);

  /**
   * What has to be looked at in values of the one type before they are of the other.
   *
   * @param path of the field, for messages
   * @throws UnfitException if the types differ in what nobody here knows to look at
   */
  static Restriction between(Schema from, Schema to, String path) {
    Restriction found = NONE;
    Map<String, String> parameters = to.parameters() == null ? Map.of() : to.parameters();
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      String key = each.getKey();
      String theirs = parameter(from, key);
      if (each.getValue().equals(theirs) || describes(key) || isScale(to, key)) {
        continue;
      }
      if (Decimal.LOGICAL_NAME.equals(to.name()) && key.equals(PRECISION)) {
        found = fits(from, to) ? found : new Digits(path, Integer.parseInt(each.getValue()));
      } else if (SYMBOLS.contains(to.name()) && key.equals(ALLOWED)) {
        found = new Symbols(path, to.name().endsWith("Set"), each.getValue());
      } else {
        throw new UnfitException(
            path,
            "is "
                + to.name()
                + " with "
                + key
                + " = "
                + theirs
                + ", and the accepted schema has "
                + each.getValue());
      }
    }
    return found;
  }

  /** Whether it says where a type comes from, and nothing of its values. */
  private static boolean describes(String key) {
    return key.startsWith("__debezium.") || key.startsWith("io.confluent.connect.");
  }

  private static boolean isScale(Schema to, String key) {
    return Decimal.LOGICAL_NAME.equals(to.name()) && key.equals(Decimal.SCALE_FIELD);
  }

  /** Whether no number of the one has more digits before the point than the other takes. */
  private static boolean fits(Schema from, Schema to) {
    return parameter(from, PRECISION) != null
        && number(from, PRECISION) - number(from, Decimal.SCALE_FIELD)
            <= number(to, PRECISION) - number(to, Decimal.SCALE_FIELD);
  }

  private static int number(Schema schema, String key) {
    String text = parameter(schema, key);
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static @Nullable String parameter(Schema schema, String key) {
    return schema.parameters() == null ? null : schema.parameters().get(key);
  }

  private static final class Digits extends Restriction {
    private final String path;
    private final int most;

    Digits(String path, int most) {
      this.path = path;
      this.most = most;
    }

    @Override
    void check(Object value) {
      if (((BigDecimal) value).precision() > most) {
        throw new UnfitException(
            path, "has more digits than the " + most + " of the accepted schema");
      }
    }
  }

  private static final class Symbols extends Restriction {
    private final String path;
    private final boolean several;

    /** Between commas; a symbol may have one itself. */
    private final String allowed;

    Symbols(String path, boolean several, String allowed) {
      this.path = path;
      this.several = several;
      this.allowed = "," + allowed + ",";
    }

    @Override
    void check(Object value) {
      String text = Objects.toString(value);
      if (several) {
        for (String symbol : text.split(",", -1)) {
          checkSymbol(symbol, text.isEmpty());
        }
      } else {
        checkSymbol(text, false);
      }
    }

    private void checkSymbol(String symbol, boolean none) {
      if (!none && !allowed.contains("," + symbol + ",")) {
        throw new UnfitException(path, "has a symbol that the accepted schema does not know");
      }
    }
  }
}
