package io.sluice.engine.deadletter;

import static io.sluice.engine.deadletter.RecordFormat.deeper;

import io.sluice.engine.deadletter.RecordFormat.Unreadable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Reads one record of any {@link RecordFormat} that was ever released. */
final class RecordReader {
  private final ByteReader in;

  /** Schemas by number; one whose definition is not complete is a {@link SchemaReference}. */
  private final List<Schema> known = new ArrayList<>();

  RecordReader(byte[] bytes) {
    in = new ByteReader(bytes);
  }

  ConnectRecord<?> read() {
    try {
      ConnectRecord<?> record = record();
      if (!in.atEnd()) {
        throw new Unreadable("dead letter: found more bytes behind the record");
      }
      return record;
    } catch (Unreadable e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // What damaged bytes spell out may be refused by Connect's own classes in any way.
      throw new Unreadable("dead letter: the stored bytes are no record", e);
    }
  }

  private ConnectRecord<?> record() {
    int version = in.one();
    if (version != RecordFormat.VERSION) {
      throw new Unreadable(
          "dead letter: stored in format "
              + version
              + ", this Sluice reads formats up to "
              + RecordFormat.VERSION
              + "; use the version that stored it or a newer one");
    }
    int kind = in.one();
    String topic = in.textOrNull();
    Integer partition = in.intOrNull();
    Long timestamp = in.numberOrNull();
    Schema keySchema = schema();
    Object key = value(null, 0);
    Schema valueSchema = schema();
    Object value = value(null, 0);
    ConnectHeaders headers = headers();
    if (kind == RecordFormat.SOURCE_RECORD) {
      return new SourceRecord(
          position(),
          position(),
          topic,
          partition,
          keySchema,
          key,
          valueSchema,
          value,
          timestamp,
          headers);
    }
    if (kind != RecordFormat.SINK_RECORD || partition == null) {
      throw new Unreadable("dead letter: expected a source or a sink record");
    }
    return new SinkRecord(
        topic,
        partition,
        keySchema,
        key,
        valueSchema,
        value,
        in.number(),
        timestamp,
        timestampType(in.integer()),
        headers,
        in.textOrNull(),
        in.intOrNull(),
        in.number());
  }

  private ConnectHeaders headers() {
    ConnectHeaders headers = new ConnectHeaders();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      String name = in.textOrNull();
      Schema schema = schema();
      headers.add(name, new SchemaAndValue(schema, value(null, 0)));
    }
    return headers;
  }

  @SuppressWarnings("unchecked") // a source can only have made it with names as keys
  private @Nullable Map<String, ?> position() {
    return (Map<String, ?>) value(null, 0);
  }

  private static TimestampType timestampType(int id) {
    for (TimestampType type : TimestampType.values()) {
      if (type.id == id) {
        return type;
      }
    }
    throw new Unreadable("dead letter: no timestamp type has the number " + id);
  }

  private @Nullable Schema schema() {
    int number = in.integer();
    if (number == 0) {
      return null;
    }
    if (number < 0 || number > known.size() + 1) {
      throw new Unreadable("dead letter: no schema has the number " + number);
    }
    if (number <= known.size()) {
      return known.get(number - 1);
    }
    SchemaReference self = new SchemaReference();
    known.add(self);
    Schema schema = definition(self);
    known.set(number - 1, schema);
    return schema;
  }

  private Schema definition(SchemaReference self) {
    Schema.Type type = RecordFormat.typeOf(in.one());
    boolean optional = in.one() == 1;
    String name = in.textOrNull();
    Integer version = in.intOrNull();
    String doc = in.textOrNull();
    Map<String, String> parameters = parameters();
    List<Field> fields = null;
    Schema keySchema = null;
    Schema valueSchema = null;
    switch (type) {
      case STRUCT -> {
        int count = in.count();
        fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          fields.add(new Field(in.text(), i, required(schema())));
        }
      }
      case ARRAY -> valueSchema = required(schema());
      case MAP -> {
        keySchema = required(schema());
        valueSchema = required(schema());
      }
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {}
    }
    // A default may be a struct of this very schema, so the schema must be there before it.
    ConnectSchema bare =
        new ConnectSchema(
            type, optional, null, name, version, doc, parameters, fields, keySchema, valueSchema);
    self.resolve(bare);
    Object defaultValue = value(null, 0);
    if (defaultValue == null) {
      return bare;
    }
    ConnectSchema whole =
        new ConnectSchema(
            type,
            optional,
            defaultValue,
            name,
            version,
            doc,
            parameters,
            fields,
            keySchema,
            valueSchema);
    self.resolve(whole);
    return whole;
  }

  private static Schema required(@Nullable Schema schema) {
    if (schema == null) {
      throw new Unreadable("dead letter: a schema is missing inside another");
    }
    return schema;
  }

  private @Nullable Map<String, String> parameters() {
    if (in.one() == 0) {
      return null;
    }
    int count = in.count();
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      parameters.put(in.text(), in.textOrNull());
    }
    return parameters;
  }

  /**
   * @param declared schema of the field, list or map that holds the value inside a struct; null
   *     outside of structs
   */
  private @Nullable Object value(@Nullable Schema declared, int depth) {
    int tag = in.one();
    return switch (tag) {
      case RecordFormat.NULL -> null;
      case RecordFormat.FALSE -> Boolean.FALSE;
      case RecordFormat.TRUE -> Boolean.TRUE;
      case RecordFormat.INT8 -> (byte) in.one();
      case RecordFormat.INT16 -> (short) in.integer();
      case RecordFormat.INT32 -> in.integer();
      case RecordFormat.INT64 -> in.number();
      case RecordFormat.FLOAT32 -> Float.intBitsToFloat((int) in.fixed(4));
      case RecordFormat.FLOAT64 -> Double.longBitsToDouble(in.fixed(8));
      case RecordFormat.STRING -> in.text();
      case RecordFormat.BYTE_ARRAY -> in.blob();
      case RecordFormat.BYTE_BUFFER -> ByteBuffer.wrap(in.blob());
      case RecordFormat.DECIMAL -> {
        int scale = in.integer();
        yield new BigDecimal(new BigInteger(in.blob()), scale);
      }
      case RecordFormat.BIG_INTEGER -> new BigInteger(in.blob());
      case RecordFormat.DATE -> new Date(in.number());
      case RecordFormat.LIST -> list(declared, deeper(depth));
      case RecordFormat.MAP -> map(declared, deeper(depth));
      case RecordFormat.STRUCT -> struct(declared, deeper(depth));
      default -> throw new Unreadable("dead letter: no value has the tag " + tag);
    };
  }

  private List<@Nullable Object> list(@Nullable Schema declared, int depth) {
    int count = in.count();
    Schema element =
        declared != null && declared.type() == Schema.Type.ARRAY ? declared.valueSchema() : null;
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(value(element, depth));
    }
    return list;
  }

  private Map<@Nullable Object, @Nullable Object> map(@Nullable Schema declared, int depth) {
    int count = in.count();
    Schema keySchema = null;
    Schema valueSchema = null;
    if (declared != null && declared.type() == Schema.Type.MAP) {
      keySchema = declared.keySchema();
      valueSchema = declared.valueSchema();
    }
    Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Object key = value(keySchema, depth);
      entries.put(key, value(valueSchema, depth));
    }
    return entries;
  }

  private Struct struct(@Nullable Schema declared, int depth) {
    Schema own = required(schema());
    // Inside a struct the two are equal, and in a schema that refers to itself Connect finds them
    // equal only if they are the same object.
    Schema schema = declared != null && declared.type() == Schema.Type.STRUCT ? declared : own;
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      Object value = value(field.schema(), depth);
      if (value != null) {
        struct.put(field, value);
      }
    }
    return struct;
  }
}
