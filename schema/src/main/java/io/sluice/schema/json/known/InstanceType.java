package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What kinds of values there are; numbers are whole or not. */
public enum InstanceType {
  NULL,
  BOOLEAN,
  OBJECT,
  ARRAY,
  STRING,
  INTEGER,
  FRACTION;

  /** The types that a {@code type} names. */
  public static EnumSet<InstanceType> named(JsonNode keyword) {
    EnumSet<InstanceType> types = EnumSet.noneOf(InstanceType.class);
    if (keyword.isArray()) {
      keyword.forEach(name -> types.addAll(named(name)));
    } else if (keyword.asText().equals("number")) {
      types.add(INTEGER);
      types.add(FRACTION);
    } else {
      types.add(valueOf(keyword.asText().toUpperCase(Locale.ROOT)));
    }
    return types;
  }

  /** The type of a value; 1.0 is whole, as since draft 6. */
  public static InstanceType of(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> NULL;
      case BOOLEAN -> BOOLEAN;
      case OBJECT -> OBJECT;
      case ARRAY -> ARRAY;
      case STRING -> STRING;
      case NUMBER -> isWhole(value.decimalValue()) ? INTEGER : FRACTION;
      default -> throw new IllegalArgumentException(value.getNodeType() + " is no type of JSON");
    };
  }

  /** Whether nothing is behind the point but zeros. */
  public static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /** How people write them: {@code integer, string}. */
  public static String list(Set<InstanceType> types) {
    Set<InstanceType> left = EnumSet.copyOf(types);
    StringBuilder list = new StringBuilder();
    if (left.contains(FRACTION)) {
      list.append("number");
      left.remove(FRACTION);
      left.remove(INTEGER);
    }
    left.forEach(
        type ->
            list.append(list.isEmpty() ? "" : ", ").append(type.name().toLowerCase(Locale.ROOT)));
    return list.toString();
  }
}
