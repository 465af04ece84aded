package io.sluice.connector.postgres.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a TOASTed value that an update did not touch, in the form of each type: {@code
 * unavailable.value.placeholder}.
 */
public final class Placeholder {

  private final byte[] bytes;
  private final String text;

  /**
   * @param setting the text, or {@code hex:} and the bytes
   * @throws IllegalArgumentException when what follows {@code hex:} is not hexadecimal
   */
  public Placeholder(String setting) {
    this.bytes =
        setting.startsWith("hex:")
            ? HexFormat.of().parseHex(setting.substring(4))
            : setting.getBytes(StandardCharsets.UTF_8);
    this.text = new String(bytes, StandardCharsets.UTF_8);
  }

  /** Its text, of which other forms are made. */
  public String text() {
    return text;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Debezium's lists: the text for texts, its bytes one by one for numbers. Where Debezium has
   * none, the same is done in the element's type.
   */
  @Nullable List<?> list(Schema element) {
    switch (element.type()) {
      case STRING:
        boolean uuid = "io.debezium.data.Uuid".equals(element.name());
        return List.of(uuid ? UUID.nameUUIDFromBytes(bytes).toString() : text);
      case BYTES:
        if (element.name() == null) {
          return List.of(bytes());
        }
        return Decimal.LOGICAL_NAME.equals(element.name()) ? numbers(element) : null;
      case INT16, INT32, INT64, FLOAT32, FLOAT64:
        return numbers(element);
      default:
        return null;
    }
  }

  private List<?> numbers(Schema element) {
    List<Object> values = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      values.add(
          switch (element.type()) {
            case INT16 -> (short) b;
            case INT32 -> (int) b;
            case INT64 -> (long) b;
            case FLOAT32 -> (float) b;
            case FLOAT64 -> (double) b;
            default -> BigDecimal.valueOf(b).setScale(scale(element));
          });
    }
    return values;
  }

  private static int scale(Schema decimal) {
    return Integer.parseInt(decimal.parameters().getOrDefault(Decimal.SCALE_FIELD, "0"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Placeholder that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }
}
