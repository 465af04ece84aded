package io.sluice.engine.deadletter;

import static io.sluice.engine.deadletter.RecordFormat.deeper;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Writes one record in the current {@link RecordFormat}. */
final class RecordWriter {
  private final ByteWriter out = new ByteWriter();

  /** Schemas that were written, by identity: one that refers to itself ends here. */
  private final Map<Schema, Integer> known = new IdentityHashMap<>();

  byte[] write(ConnectRecord<?> record) {
    out.one(RecordFormat.VERSION);
    out.one(kindOf(record));
    out.textOrNull(record.topic());
    out.numberOrNull(record.kafkaPartition());
    out.numberOrNull(record.timestamp());
    schema(record.keySchema());
    value(record.key(), 0);
    schema(record.valueSchema());
    value(record.value(), 0);
    out.number(record.headers().size());
    for (Header header : record.headers()) {
      out.textOrNull(header.key());
      schema(header.schema());
      value(header.value(), 0);
    }
    if (record instanceof SourceRecord source) {
      value(source.sourcePartition(), 0);
      value(source.sourceOffset(), 0);
    } else if (record instanceof SinkRecord sink) {
      out.number(sink.kafkaOffset());
      out.number(sink.timestampType().id);
      out.textOrNull(sink.originalTopic());
      out.numberOrNull(sink.originalKafkaPartition());
      out.number(sink.originalKafkaOffset());
    }
    return out.bytes();
  }

  private static int kindOf(ConnectRecord<?> record) {
    if (record instanceof SourceRecord) {
      return RecordFormat.SOURCE_RECORD;
    }
    if (record instanceof SinkRecord) {
      return RecordFormat.SINK_RECORD;
    }
    throw new DataException(
        "dead letter: expected a source or a sink record, found " + record.getClass().getName());
  }

  private void schema(@Nullable Schema declared) {
    if (declared == null) {
      out.number(0);
      return;
    }
    Schema schema = SchemaReference.follow(declared);
    Integer number = known.get(schema);
    if (number != null) {
      out.number(number);
      return;
    }
    out.number(known.size() + 1L);
    known.put(schema, known.size() + 1);
    out.one(RecordFormat.numberOf(schema.type()));
    out.one(schema.isOptional() ? 1 : 0);
    out.textOrNull(schema.name());
    out.numberOrNull(schema.version());
    out.textOrNull(schema.doc());
    parameters(schema.parameters());
    switch (schema.type()) {
      case STRUCT -> {
        List<Field> fields = schema.fields();
        out.number(fields.size());
        for (Field field : fields) {
          out.text(field.name());
          schema(field.schema());
        }
      }
      case ARRAY -> schema(schema.valueSchema());
      case MAP -> {
        schema(schema.keySchema());
        schema(schema.valueSchema());
      }
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {}
    }
    value(schema.defaultValue(), 0);
  }

  private void parameters(@Nullable Map<String, String> parameters) {
    out.one(parameters == null ? 0 : 1);
    if (parameters != null) {
      out.number(parameters.size());
      parameters.forEach(
          (name, value) -> {
            out.text(name);
            out.textOrNull(value);
          });
    }
  }

  private void value(@Nullable Object value, int depth) {
    if (value == null) {
      out.one(RecordFormat.NULL);
    } else if (value instanceof String s) {
      out.one(RecordFormat.STRING);
      out.text(s);
    } else if (value instanceof Number n) {
      number(n);
    } else if (value instanceof Boolean b) {
      out.one(b ? RecordFormat.TRUE : RecordFormat.FALSE);
    } else if (value instanceof Struct struct) {
      struct(struct, deeper(depth));
    } else if (value instanceof byte[] bytes) {
      out.one(RecordFormat.BYTE_ARRAY);
      out.blob(bytes);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      out.one(RecordFormat.BYTE_BUFFER);
      out.blob(bytes);
    } else if (value instanceof Date date) {
      out.one(RecordFormat.DATE);
      out.number(date.getTime());
    } else if (value instanceof List<?> list) {
      out.one(RecordFormat.LIST);
      out.number(list.size());
      for (Object element : list) {
        value(element, deeper(depth));
      }
    } else if (value instanceof Map<?, ?> map) {
      out.one(RecordFormat.MAP);
      out.number(map.size());
      for (Map.Entry<?, ?> e : map.entrySet()) {
        value(e.getKey(), deeper(depth));
        value(e.getValue(), deeper(depth));
      }
    } else {
      throw unknown(value);
    }
  }

  private void number(Number value) {
    if (value instanceof Long v) {
      out.one(RecordFormat.INT64);
      out.number(v);
    } else if (value instanceof Integer v) {
      out.one(RecordFormat.INT32);
      out.number(v);
    } else if (value instanceof Double v) {
      out.one(RecordFormat.FLOAT64);
      out.fixed(Double.doubleToRawLongBits(v), 8); // raw: not-a-number has many forms
    } else if (value instanceof Float v) {
      out.one(RecordFormat.FLOAT32);
      out.fixed(Float.floatToRawIntBits(v), 4);
    } else if (value instanceof Short v) {
      out.one(RecordFormat.INT16);
      out.number(v);
    } else if (value instanceof Byte v) {
      out.one(RecordFormat.INT8);
      out.one(v);
    } else if (value instanceof BigDecimal v) {
      out.one(RecordFormat.DECIMAL);
      out.number(v.scale());
      out.blob(v.unscaledValue().toByteArray());
    } else if (value instanceof BigInteger v) {
      out.one(RecordFormat.BIG_INTEGER);
      out.blob(v.toByteArray());
    } else {
      throw unknown(value);
    }
  }

  private void struct(Struct struct, int depth) {
    out.one(RecordFormat.STRUCT);
    schema(struct.schema());
    for (Field field : struct.schema().fields()) {
      // get() would put the default in the place of a null.
      value(struct.getWithoutDefault(field.name()), depth);
    }
  }

  private static DataException unknown(Object value) {
    return new DataException(
        "dead letter: expected a value of a type that Connect knows, found "
            + value.getClass().getName());
  }
}
