package io.sluice.bench.serde;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.storage.Converter;

/** Converters, and serializers with deserializers, as coders of one topic's values. */
final class Framed {
  private Framed() {}

  /** A converter of structs of the rows' schema. */
  static Coder of(Converter converter, String topic, Map<String, String> settings) {
    converter.configure(settings, false);
    return new Coder() {
      @Override
      public byte[] write(Object struct) {
        return requireNonNull(converter.fromConnectData(topic, Rows.SCHEMA, struct));
      }

      @Override
      public Object read(byte[] bytes) {
        return converter.toConnectData(topic, bytes).value();
      }
    };
  }

  /** What a producer and a consumer have. */
  static Coder of(
      Serializer<Object> serializer,
      Deserializer<Object> deserializer,
      String topic,
      Map<String, String> settings) {
    serializer.configure(settings, false);
    deserializer.configure(settings, false);
    return new Coder() {
      @Override
      public byte[] write(Object object) {
        return requireNonNull(serializer.serialize(topic, object));
      }

      @Override
      public Object read(byte[] bytes) {
        return requireNonNull(deserializer.deserialize(topic, bytes));
      }
    };
  }
}
