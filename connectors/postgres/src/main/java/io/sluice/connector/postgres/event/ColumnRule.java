package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.ColumnSettings;
import io.sluice.connector.postgres.config.ColumnSettings.Rule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the settings do to one column of rows: to its schema and to its values, by Debezium's rules.
 * Keys are left as they are.
 */
final class ColumnRule {

  private final Rule rule;
  private final Column column;

  private ColumnRule(Rule rule, Column column) {
    this.rule = rule;
    this.column = column;
  }

  /** The first rule that matches. */
  static Optional<ColumnRule> of(ColumnSettings settings, TableId table, Column column) {
    return settings.rules().stream()
        .filter(
            rule ->
                rule.columns()
                    .test(table + "." + (rule.byType() ? column.declared() : column.name())))
        .findFirst()
        .map(rule -> new ColumnRule(rule, column));
  }

  /** Tells in the column's schema what is done to it. */
  void describe(SchemaBuilder schema) {
    switch (rule.action()) {
      case TRUNCATE -> {
        if (truncates()) {
          schema.parameter("truncateLength", Integer.toString(rule.length()));
        }
      }
      case MASK, HASH, HASH_V2 -> schema.parameter("masked", "true");
      case PROPAGATE -> {
        schema.parameter(
            "__debezium.source.column.type", column.declared().toUpperCase(Locale.ENGLISH));
        int length = DeclaredSize.length(column);
        if (length >= 0) {
          schema.parameter("__debezium.source.column.length", Integer.toString(length));
        }
        Integer scale = DeclaredSize.scale(column);
        if (scale != null) {
          schema.parameter("__debezium.source.column.scale", Integer.toString(scale));
        }
        schema.parameter("__debezium.source.column.name", column.name());
      }
    }
  }

  /** What becomes of the column's values, null when they stay. Safe for threads. */
  @Nullable UnaryOperator<@Nullable Object> mask() {
    return switch (rule.action()) {
      case TRUNCATE -> truncates() ? value -> truncated(value, rule.length()) : null;
      case MASK -> {
        String mask = "*".repeat(rule.length());
        yield isText() ? value -> mask : null;
      }
      case HASH, HASH_V2 -> isText() ? this::hashed : null;
      case PROPAGATE -> null;
    };
  }

  private boolean truncates() {
    int length = DeclaredSize.length(column);
    return length < 0 || length > rule.length();
  }

  /** The types that the driver calls CHAR or VARCHAR. */
  private boolean isText() {
    return column.type().kind() == 'e'
        || switch (column.type().name()) {
          case "text", "varchar", "bpchar", "char", "name" -> true;
          default -> false;
        };
  }

  private @Nullable Object hashed(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = value.toString();
    try {
      MessageDigest digest = MessageDigest.getInstance(rule.algorithm());
      digest.update(rule.salt().getBytes(StandardCharsets.UTF_8));
      boolean plain = rule.action() == ColumnSettings.Action.HASH_V2;
      byte[] hash = digest.digest(plain ? text.getBytes(StandardCharsets.UTF_8) : serialized(text));
      String hex = HexFormat.of().formatHex(hash);
      int length = DeclaredSize.length(column);
      return length > 0 && length < hex.length() ? hex.substring(0, length) : hex;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The settings were checked", e);
    }
  }

  /** Debezium's first version hashes Java's form of the text. */
  private static byte[] serialized(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static @Nullable Object truncated(@Nullable Object value, int length) {
    if (value instanceof String text && text.length() > length) {
      return text.substring(0, length);
    }
    if (value instanceof byte[] bytes && bytes.length > length) {
      return Arrays.copyOf(bytes, length);
    }
    if (value instanceof ByteBuffer buffer && buffer.remaining() > length) {
      return buffer.slice().limit(length);
    }
    return value;
  }
}
