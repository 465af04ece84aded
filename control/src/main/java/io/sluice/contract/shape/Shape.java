package io.sluice.contract.shape;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says about records, without what only describes: documentation, version numbers,
 * and parameters but those that belong to a named type, such as a decimal's scale. Two schemas that
 * differ only in that take each other's records, and no source makes versions by them.
 *
 * @param digest of it all: equal for equal shapes
 */
public record Shape(String digest) {
  public static Shape of(Schema schema) {
    StringBuilder text = new StringBuilder();
    new Writing().write(schema, text);
    return of(text.toString());
  }

  /** Of what has no schema and is told apart by a text. */
  public static Shape of(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return new Shape(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Writes one schema. Each struct is written once, by its digest: schemas in a registry may have
   * types that stand in many places, or in themselves.
   */
  private static final class Writing {
    private final Map<Schema, String> structs = new IdentityHashMap<>();
    private final Set<Schema> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    void write(Schema schema, StringBuilder text) {
      text.append(schema.type()).append(schema.isOptional() ? '?' : '!');
      quoted(schema.name(), text);
      Map<String, String> parameters = schema.parameters();
      if (schema.name() != null && schema.type() != Schema.Type.STRUCT && parameters != null) {
        text.append(new TreeMap<>(parameters));
      }
      Object fallback = schema.defaultValue();
      if (fallback != null) {
        text.append('=');
        quoted(value(fallback), text);
      }
      switch (schema.type()) {
        case STRUCT -> text.append('{').append(fields(schema)).append('}');
        case ARRAY -> write(schema.valueSchema(), text);
        case MAP -> {
          write(schema.keySchema(), text);
          write(schema.valueSchema(), text);
        }
        default -> {
          // A type without parts.
        }
      }
    }

    private String fields(Schema struct) {
      String known = structs.get(struct);
      if (known != null) {
        return known;
      }
      if (!underWay.add(struct)) {
        return "^"; // Within itself.
      }
      StringBuilder text = new StringBuilder();
      for (Field field : struct.fields()) {
        quoted(field.name(), text);
        write(field.schema(), text);
      }
      underWay.remove(struct);
      String digest = Shape.of(text.toString()).digest();
      structs.put(struct, digest);
      return digest;
    }
  }

  private static String value(Object fallback) {
    if (fallback instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return fallback instanceof Struct struct ? struct.toString() : String.valueOf(fallback);
  }

  /** With its length, so that no two sequences of names look alike. */
  private static void quoted(@Nullable String name, StringBuilder text) {
    if (name != null) {
      text.append(name.length()).append(':').append(name);
    }
  }
}
