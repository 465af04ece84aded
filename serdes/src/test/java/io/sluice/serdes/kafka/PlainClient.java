package io.sluice.serdes.kafka;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.sluice.serdes.avro.AvroDeserializer;
import io.sluice.serdes.avro.AvroSerializer;
import io.sluice.serdes.json.JsonSchemaDeserializer;
import io.sluice.serdes.json.JsonSchemaSerializer;
import io.sluice.serdes.json.JsonWithSchema;
import io.sluice.serdes.protobuf.ProtobufDeserializer;
import io.sluice.serdes.protobuf.ProtobufSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** A producer's and a consumer's part of a program. */
public final class PlainClient {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}";

  private PlainClient() {}

  /** Writes and reads records of all formats; what came of each. */
  public static List<String> exchange(String url) throws Exception {
    Map<String, Object> settings =
        Map.of("schema.registry.url", url, "json.fail.invalid.schema", true, "max.retries", 0);
    Serializer<Object> json = set(new JsonSchemaSerializer<>(), settings);
    Deserializer<Object> fromJson = set(new JsonSchemaDeserializer<>(), settings);
    Serializer<DynamicMessage> protobuf = set(new ProtobufSerializer<>(), settings);
    Deserializer<DynamicMessage> fromProtobuf = set(new ProtobufDeserializer<>(), settings);
    Serializer<Object> avro = set(new AvroSerializer(), settings);
    Deserializer<Object> fromAvro = set(new AvroDeserializer(), settings);

    byte[] object = json.serialize("json", new JsonWithSchema(SCHEMA, Map.of("a", 1)));
    byte[] message = protobuf.serialize("protobuf", message());
    byte[] text = avro.serialize("avro", "text");
    List<String> told = new ArrayList<>();
    told.add(fromJson.deserialize("json", object).toString());
    told.add(fromProtobuf.deserialize("protobuf", message).toString().strip());
    told.add(fromAvro.deserialize("avro", text).toString());
    told.add(refusal(() -> fromJson.deserialize("protobuf", message)));
    told.add(refusal(() -> fromProtobuf.deserialize("json", object)));
    Object wrong = new JsonWithSchema(SCHEMA, Map.of("a", "x"));
    told.add(refusal(() -> json.serialize("json", wrong)));
    Serializer<DynamicMessage> alone =
        set(
            new ProtobufSerializer<>(),
            Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0));
    told.add(refusal(() -> alone.serialize("protobuf", message())));
    return told;
  }

  private static String refusal(Runnable action) {
    try {
      action.run();
      return "nothing";
    } catch (TimeoutException e) {
      return "TimeoutException"; // What it says has times in it.
    } catch (KafkaException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static <T> Serializer<T> set(Serializer<T> serializer, Map<String, Object> settings) {
    serializer.configure(settings, false);
    return serializer;
  }

  private static <T> Deserializer<T> set(
      Deserializer<T> deserializer, Map<String, Object> settings) {
    deserializer.configure(settings, false);
    return deserializer;
  }

  private static DynamicMessage message() {
    FieldDescriptorProto id =
        FieldDescriptorProto.newBuilder()
            .setName("id")
            .setNumber(1)
            .setType(FieldDescriptorProto.Type.TYPE_INT64)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("order.proto")
            .setSyntax("proto3")
            .addMessageType(DescriptorProto.newBuilder().setName("Order").addField(id))
            .build();
    try {
      Descriptor type =
          FileDescriptor.buildFrom(file, new FileDescriptor[0]).getMessageTypes().get(0);
      return DynamicMessage.newBuilder(type).setField(type.findFieldByName("id"), 7L).build();
    } catch (com.google.protobuf.Descriptors.DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }
}
