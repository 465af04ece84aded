package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.server.RunningRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtobufSerializerTest {
  @TempDir static Path folder;
  private static RunningRegistry registry;

  @BeforeAll
  static void serve() {
    registry = RunningRegistry.in(folder);
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @Test
  void what_a_file_imports_is_registered_before_it() throws Exception {
    FileDescriptor part =
        file(
            "parts/part.proto",
            "syntax = \"proto3\"; package shop; message Part { string sku = 1; }");
    FileDescriptor order =
        FileDescriptor.buildFrom(
            FileDescriptorProto.newBuilder()
                .setName("order.proto")
                .setPackage("shop")
                .setSyntax("proto3")
                .addDependency("parts/part.proto")
                .addMessageType(
                    com.google.protobuf.DescriptorProtos.DescriptorProto.newBuilder()
                        .setName("Other"))
                .addMessageType(
                    com.google.protobuf.DescriptorProtos.DescriptorProto.newBuilder()
                        .setName("Order")
                        .addField(
                            com.google.protobuf.DescriptorProtos.FieldDescriptorProto.newBuilder()
                                .setName("part")
                                .setNumber(1)
                                .setLabel(
                                    com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label
                                        .LABEL_OPTIONAL)
                                .setType(
                                    com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type
                                        .TYPE_MESSAGE)
                                .setTypeName(".shop.Part")))
                .build(),
            new FileDescriptor[] {part});
    Descriptor type = order.findMessageTypeByName("Order");
    Descriptor inner = part.findMessageTypeByName("Part");
    DynamicMessage message =
        DynamicMessage.newBuilder(type)
            .setField(
                type.findFieldByName("part"),
                DynamicMessage.newBuilder(inner)
                    .setField(inner.findFieldByName("sku"), "s-1")
                    .build())
            .build();

    byte[] bytes = requireNonNull(serializer(Map.of()).serialize("orders", message));

    RegistryClient client = registry.client();
    assertThat(client.latest("orders-value").schema().references())
        .containsExactly(new SchemaReference("parts/part.proto", "parts/part.proto", 1));
    assertThat(Arrays.copyOfRange(bytes, 5, 7)).as("the second message").containsExactly(2, 2);
    Message read = requireNonNull(deserializer(Map.of()).deserialize("orders", bytes));
    assertThat(read.toByteArray()).isEqualTo(message.toByteArray());
    assertThat(read.getDescriptorForType().getFullName()).isEqualTo("shop.Order");
  }

  @Test
  void messages_of_a_class_come_back_as_that_class() {
    Duration message = Duration.newBuilder().setSeconds(5).build();
    byte[] bytes = requireNonNull(serializer(Map.of()).serialize("durations", message));

    assertThat(
            deserializer(Map.of("specific.protobuf.value.type", Duration.class))
                .deserialize("durations", bytes))
        .isEqualTo(message);
    assertThat(deserializer(Map.of("derive.type", true)).deserialize("durations", bytes))
        .isEqualTo(message);
  }

  @Test
  void bytes_that_are_no_message_are_told_with_topic_and_id() {
    byte[] bytes =
        requireNonNull(
            serializer(Map.of()).serialize("bad", Timestamp.newBuilder().setSeconds(5).build()));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);

    assertThatThrownBy(() -> deserializer(Map.of()).deserialize("bad", cut))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic bad, value, schema id");
  }

  private static FileDescriptor file(String path, String text) throws Exception {
    FileDescriptorProto parsed =
        Messages.file(SchemaSource.of(SchemaType.PROTOBUF, text)).toProto();
    return FileDescriptor.buildFrom(
        parsed.toBuilder().setName(path).build(), new FileDescriptor[0]);
  }

  private static ProtobufSerializer<Message> serializer(Map<String, ?> more) {
    ProtobufSerializer<Message> serializer = new ProtobufSerializer<>();
    serializer.configure(registry.settings(more), false);
    return serializer;
  }

  private static ProtobufDeserializer<Message> deserializer(Map<String, ?> more) {
    ProtobufDeserializer<Message> deserializer = new ProtobufDeserializer<>();
    deserializer.configure(registry.settings(more), false);
    return deserializer;
  }
}
