package io.sluice.serdes.avro;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/** Objects as Avro's own library has them. Thread-safe. */
final class Datums {
  private static final Schema BOOLEAN = Schema.create(Schema.Type.BOOLEAN);
  private static final Schema INT = Schema.create(Schema.Type.INT);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema FLOAT = Schema.create(Schema.Type.FLOAT);
  private static final Schema DOUBLE = Schema.create(Schema.Type.DOUBLE);
  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

  private final GenericData generic;

  private Datums(GenericData generic) {
    this.generic = generic;
  }

  static Datums of(AbstractConfig config) {
    return new Datums(
        config.getBoolean(AvroOptions.LOGICAL_TYPES) ? withLogicalTypes() : GenericData.get());
  }

  /** What writes objects of one schema. */
  interface Writers {
    DatumWriter<Object> of(Object data);
  }

  /**
   * The schema of an object.
   *
   * @throws IllegalArgumentException if it has none; says what was expected
   */
  Schema schema(Object data) {
    if (data instanceof GenericContainer container) {
      return container.getSchema();
    }
    if (data instanceof CharSequence) {
      return STRING;
    }
    if (data instanceof Integer) {
      return INT;
    }
    if (data instanceof Long) {
      return LONG;
    }
    if (data instanceof Boolean) {
      return BOOLEAN;
    }
    if (data instanceof Float) {
      return FLOAT;
    }
    if (data instanceof Double) {
      return DOUBLE;
    }
    if (data instanceof byte[] || data instanceof ByteBuffer) {
      return BYTES;
    }
    throw new IllegalArgumentException(
        "expected a record of Avro's, a text, a number, a boolean or bytes; found an object of "
            + data.getClass());
  }

  Writers writers(Schema schema) {
    DatumWriter<Object> plain = new CheckedWriter(schema, generic);
    AtomicReference<@Nullable DatumWriter<Object>> specific = new AtomicReference<>();
    return data -> {
      if (!(data instanceof SpecificRecord)) {
        return plain;
      }
      DatumWriter<Object> known = specific.get();
      if (known == null) {
        // By the object's own class: whoever only names one in a schema has to be trusted first.
        known = new SpecificDatumWriter<>(schema, SpecificData.getForClass(data.getClass()));
        specific.set(known);
      }
      return known;
    };
  }

  /**
   * What reads objects that were written with that schema.
   *
   * @param specific whether into the classes that were made of it
   * @throws IllegalArgumentException if there is no such class
   */
  DatumReader<Object> reader(Schema schema, boolean specific) {
    if (specific && schema.getType() == Schema.Type.RECORD) {
      SpecificData data = new SpecificData(loader());
      Class<?> type = type(schema, data);
      if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
        throw noClass(schema);
      }
      return new SpecificDatumReader<>(
          schema, data.getSchema(type), SpecificData.getForClass(type));
    }
    return new GenericDatumReader<>(schema, schema, generic);
  }

  static byte[] plainBytes(Object data) {
    if (data instanceof byte[] bytes) {
      return bytes;
    }
    if (data instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    throw new IllegalArgumentException("expected bytes, found an object of " + data.getClass());
  }

  private static @Nullable Class<?> type(Schema schema, SpecificData data) {
    try {
      return data.getClass(schema);
    } catch (SecurityException e) {
      // Who writes a schema must not choose which classes are loaded; Avro's library sees to it.
      throw new IllegalArgumentException(
          "Avro does not trust the class "
              + schema.getFullName()
              + ". Say that you do: -Dorg.apache.avro.SERIALIZABLE_PACKAGES="
              + schema.getNamespace(),
          e);
    }
  }

  private static IllegalArgumentException noClass(Schema schema) {
    return new IllegalArgumentException(
        "expected a class "
            + schema.getFullName()
            + " of Avro's compiler to read records into, found none. Put it on the class path, or"
            + " read generic records ("
            + AvroOptions.SPECIFIC
            + "=false)");
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Datums.class.getClassLoader() : context;
  }

  private static GenericData withLogicalTypes() {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampNanosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampNanosConversion());
    return data;
  }
}
