package io.sluice.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Date;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Masks single values by one method. Not for several threads at once. */
final class Masker {
  private final MaskMethod method;
  private final String replacement;
  private final int keep;
  private final byte[] salt;
  private final MessageDigest sha256;
  private final @Nullable Mac hmac;

  Masker(MaskConfig config) {
    method = config.method();
    replacement = config.replacement();
    keep = config.keep();
    salt = config.secret(MaskConfig.SALT).getBytes(UTF_8);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      if (method == MaskMethod.HMAC) {
        hmac = Mac.getInstance("HmacSHA256");
        byte[] key = config.secret(MaskConfig.KEY).getBytes(UTF_8);
        hmac.init(new SecretKeySpec(key, "HmacSHA256"));
      } else {
        hmac = null;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256 and its HMAC", e);
    }
  }

  /** Whether whole structs, lists and maps are taken away rather than what is in them. */
  boolean takesAway() {
    return method == MaskMethod.NULLIFY;
  }

  /** The schema of what {@link #mask} makes of values of this schema. */
  Schema schemaFor(Schema schema) {
    if (method.makesText()) {
      return text(schema);
    }
    if (method == MaskMethod.NULLIFY) {
      return schema.isOptional() && schema.defaultValue() == null ? schema : optional(schema);
    }
    // A name says what the text holds (JSON, a UUID): the replacement is none of that.
    return schema.type() == Schema.Type.STRING && schema.name() != null ? text(schema) : schema;
  }

  /** The value, hidden. */
  @Nullable Object mask(Object value) {
    if (method == MaskMethod.NULLIFY) {
      return null;
    }
    if (MaskedText.isUnavailable(value)) {
      return method.makesText() ? MaskedText.UNAVAILABLE : value;
    }
    return switch (method) {
      case HASH -> {
        sha256.update(salt);
        yield HexFormat.of().formatHex(sha256.digest(MaskedText.bytes(value)));
      }
      case HMAC -> HexFormat.of().formatHex(mac(MaskedText.bytes(value)));
      case PARTIAL -> MaskedText.starred(MaskedText.of(value), keep);
      case REDACT -> constant(value);
      case NULLIFY -> null;
    };
  }

  private byte[] mac(byte[] bytes) {
    if (hmac == null) {
      throw new IllegalStateException("mask: no key");
    }
    return hmac.doFinal(bytes);
  }

  private Object constant(Object value) {
    if (value instanceof String) {
      return replacement;
    } else if (value instanceof Long) {
      return 0L;
    } else if (value instanceof Integer) {
      return 0;
    } else if (value instanceof Short) {
      return (short) 0;
    } else if (value instanceof Byte) {
      return (byte) 0;
    } else if (value instanceof Double) {
      return 0.0;
    } else if (value instanceof Float) {
      return 0.0f;
    } else if (value instanceof BigDecimal decimal) {
      return BigDecimal.ZERO.setScale(decimal.scale());
    } else if (value instanceof BigInteger) {
      return BigInteger.ZERO;
    } else if (value instanceof Boolean) {
      return false;
    } else if (value instanceof Date) {
      return new Date(0);
    } else if (value instanceof byte[]) {
      return new byte[1]; // not empty, for a number in bytes has at least one
    } else if (value instanceof ByteBuffer) {
      return ByteBuffer.allocate(1);
    } else if (value instanceof Struct struct && MaskedText.isVariableDecimal(struct.schema())) {
      return new Struct(struct.schema()).put("scale", 0).put("value", new byte[1]);
    }
    throw Mask.refused("cannot hide a value of type " + value.getClass().getName());
  }

  /** A plain text in its place; optional if a null was possible, were it only by a default. */
  private static Schema text(Schema schema) {
    boolean nullable = schema.isOptional() || schema.defaultValue() != null;
    SchemaBuilder text = SchemaBuilder.string().doc(schema.doc());
    return nullable ? text.optional().build() : text.build();
  }

  private static Schema optional(Schema schema) {
    boolean struct = schema.type() == Schema.Type.STRUCT;
    boolean map = schema.type() == Schema.Type.MAP;
    boolean list = schema.type() == Schema.Type.ARRAY;
    return new ConnectSchema(
        schema.type(),
        true,
        null,
        schema.name(),
        schema.version(),
        schema.doc(),
        schema.parameters(),
        struct ? schema.fields() : null,
        map ? schema.keySchema() : null,
        map || list ? schema.valueSchema() : null);
  }
}
