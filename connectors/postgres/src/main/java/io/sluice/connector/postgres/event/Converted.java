package io.sluice.connector.postgres.event;

import io.debezium.spi.converter.CustomConverter;
import io.sluice.connector.postgres.config.FailureSettings.Reaction;
import io.sluice.connector.postgres.value.ValueType;
import io.sluice.connector.postgres.value.Values;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A column whose values a converter of the user's makes. Its cells hold what the converter is
 * given, null too, as Debezium gives that; the converter is asked when a row is made of them.
 */
final class Converted {

  private static final Logger LOG = LoggerFactory.getLogger(Converted.class);

  private final String place;
  private final String name;
  private final SchemaBuilder schema;
  private final CustomConverter.Converter converter;
  private final Values values;
  private final Failing failing;

  /**
   * What becomes of values that cannot be converted, and what stands for values that were not sent.
   *
   * @param text the placeholder
   */
  record Failing(Reaction reaction, String text) {}

  Converted(
      String place,
      String name,
      SchemaBuilder schema,
      CustomConverter.Converter converter,
      Values values,
      Failing failing) {
    this.place = place;
    this.name = name;
    this.schema = schema;
    this.converter = converter;
    this.values =
        new Values(values.binary(), values.text(), Values.NOT_SENT, placeholder(schema, failing));
    this.failing = failing;
  }

  @SuppressWarnings("StringConstructor") // told from a value of the same letters by identity
  private static @Nullable Object placeholder(Schema schema, Failing failing) {
    return schema.type() == Schema.Type.STRING ? new String(failing.text()) : null;
  }

  /**
   * The column as if it were of a type of its own.
   *
   * @param optional whether the column may be null, which is then still to be said
   */
  ValueType type(boolean optional) {
    return new ValueType(() -> copy(optional), any -> values);
  }

  /** The field's value. Safe for threads if the converter is. */
  @SuppressWarnings("ReferenceEquality")
  @Nullable Object convert(@Nullable Object cell, Schema shown) {
    if (cell != null && cell == values.unavailable()) {
      return cell;
    }
    Object value = null;
    try {
      value = converter.convert(cell == Values.NOT_SENT ? null : cell);
    } catch (RuntimeException e) {
      // Not the cause itself: its message may hold the value.
      String problem = failure(place, name, e);
      if (failing.reaction() == Reaction.FAIL) {
        throw new ConnectException(problem);
      }
      if (failing.reaction() == Reaction.WARN) {
        LOG.warn("{}; the value is left out", problem);
      }
    }
    return value == null && !shown.isOptional() ? neutral(shown) : value;
  }

  /** What failed and where in the converter's code, without its message. */
  static String failure(String place, String name, RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return place
        + ": converter '"
        + name
        + "' failed with "
        + e.getClass().getSimpleName()
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /** For the columns of a deleted row that may not be null and that the server did not send. */
  private @Nullable Object neutral(Schema shown) {
    if (shown.defaultValue() != null) {
      return shown.defaultValue();
    }
    return switch (shown.type()) {
      case STRING -> "";
      case BOOLEAN -> false;
      case INT8 -> (byte) 0;
      case INT16 -> (short) 0;
      case INT32 -> shown.name() == null ? (Object) 0 : none();
      case INT64 -> shown.name() == null ? (Object) 0L : none();
      case FLOAT32 -> 0f;
      case FLOAT64 -> 0d;
      case BYTES -> shown.name() == null ? new byte[0] : none();
      case ARRAY, MAP, STRUCT -> none();
    };
  }

  private Object none() {
    throw new DataException(
        place
            + ": converter '"
            + name
            + "' gave null, which its schema does not allow. Let the schema be optional");
  }

  /**
   * The converter may have registered the same builder for other columns, so each column builds a
   * copy.
   */
  private SchemaBuilder copy(boolean optional) {
    SchemaBuilder copy =
        switch (schema.type()) {
          case ARRAY -> SchemaBuilder.array(schema.valueSchema());
          case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
          default -> new SchemaBuilder(schema.type());
        };
    if (schema.name() != null) {
      copy.name(schema.name());
    }
    if (schema.version() != null) {
      copy.version(schema.version());
    }
    if (schema.doc() != null) {
      copy.doc(schema.doc());
    }
    if (schema.parameters() != null) {
      copy.parameters(schema.parameters());
    }
    if (schema.type() == Schema.Type.STRUCT) {
      for (Field field : schema.fields()) {
        copy.field(field.name(), field.schema());
      }
    }
    if (schema.isOptional() && !optional) {
      copy.optional();
    }
    if (schema.defaultValue() != null) {
      copy.defaultValue(schema.defaultValue());
    }
    return copy;
  }
}
