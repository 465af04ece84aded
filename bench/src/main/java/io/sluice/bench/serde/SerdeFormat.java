package io.sluice.bench.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.avro.AvroSchema;
import io.sluice.schema.protobuf.ProtobufSchema;
import io.sluice.serdes.avro.AvroConverter;
import io.sluice.serdes.avro.AvroDeserializer;
import io.sluice.serdes.avro.AvroSerializer;
import io.sluice.serdes.json.JsonSchemaConverter;
import io.sluice.serdes.json.JsonSchemaDeserializer;
import io.sluice.serdes.json.JsonSchemaSerializer;
import io.sluice.serdes.protobuf.ProtobufConverter;
import io.sluice.serdes.protobuf.ProtobufDeserializer;
import io.sluice.serdes.protobuf.ProtobufSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.storage.Converter;

/** The three formats: what is ours for them, and the library that they are held against. */
public enum SerdeFormat {
  AVRO(5) {
    @Override
    Converter converter() {
      return new AvroConverter();
    }

    @Override
    Coder client(String topic, Map<String, String> settings) {
      return Framed.of(new AvroSerializer(), new AvroDeserializer(), topic, settings);
    }

    @Override
    Coder bare(ParsedSchema schema) {
      return new BareAvro(((AvroSchema) schema).schema());
    }
  },
  JSON(5) {
    @Override
    Converter converter() {
      return new JsonSchemaConverter();
    }

    @Override
    Coder client(String topic, Map<String, String> settings) {
      Map<String, String> all = new HashMap<>(settings);
      all.put("json.value.type", Bean.class.getName());
      return Framed.of(new JsonSchemaSerializer<>(), new JsonSchemaDeserializer<>(), topic, all);
    }

    @Override
    Coder bare(ParsedSchema schema) {
      return new BareJson(JsonNode.class);
    }
  },
  /** Behind the id comes the message's index, one byte for the first. */
  PROTOBUF(6) {
    @Override
    Converter converter() {
      return new ProtobufConverter();
    }

    @Override
    @SuppressWarnings("unchecked") // The objects are messages.
    Coder client(String topic, Map<String, String> settings) {
      Serializer<?> serializer = new ProtobufSerializer<Message>();
      Deserializer<?> deserializer = new ProtobufDeserializer<Message>();
      return Framed.of(
          (Serializer<Object>) serializer, (Deserializer<Object>) deserializer, topic, settings);
    }

    @Override
    Coder bare(ParsedSchema schema) {
      return new BareProtobuf(((ProtobufSchema) schema).descriptor().getMessageTypes().get(0));
    }
  };

  private final int frame;

  SerdeFormat(int frame) {
    this.frame = frame;
  }

  /** How many bytes stand before the data. */
  int frame() {
    return frame;
  }

  abstract Converter converter();

  /** Serializer and deserializer of Kafka's clients. */
  abstract Coder client(String topic, Map<String, String> settings);

  /** The library with objects of its own, of which only the schema is known. */
  abstract Coder bare(ParsedSchema schema);
}
