package io.sluice.serdes.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomData;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class ProtobufRoundTripTest {
  private static final ProtobufDataOptions STANDARD = ProtobufDataOptions.STANDARD;
  private static final ProtobufDataOptions WRAPPERS =
      new ProtobufDataOptions(
          true, true, true, true, true, false, false, true, false, true, true, true, false);

  @Property(tries = 1500)
  void any_schema_and_any_value_come_back(@ForAll long seed) {
    comesBack(new RandomData(seed), STANDARD);
  }

  @Property(tries = 1000)
  void so_does_a_union_of_any_types(@ForAll long seed) {
    comesBack(new RandomData(seed, false, ProtobufUnions.FORM), STANDARD);
  }

  @Property(tries = 700)
  void also_with_wrappers_around_what_may_be_null(@ForAll long seed) {
    comesBack(new RandomData(seed), WRAPPERS);
  }

  @Property(tries = 700)
  void protobufs_own_library_reads_the_same_and_writes_the_same_bytes(@ForAll long seed)
      throws IOException {
    RandomData random = new RandomData(seed);
    Schema schema = random.schema(3);
    Object value = random.value(schema);
    if (value == null) {
      return;
    }
    Descriptor message = message(schema, STANDARD);
    byte[] bytes = written(schema, value, message, STANDARD);

    DynamicMessage read = DynamicMessage.parseFrom(message, bytes);

    assertThat(read.getUnknownFields().asMap()).isEmpty();
    assertThat(read.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void a_struct_that_has_itself_as_a_part_comes_back() {
    SchemaBuilder list = SchemaBuilder.struct().name("list").optional();
    list.field("head", Schema.INT32_SCHEMA).field("tail", list);
    Struct three = new Struct(list).put("head", 3);
    Struct two = new Struct(list).put("head", 2).put("tail", three);

    Descriptor message = message(list, STANDARD);
    Schema read = new ProtoToSchema(STANDARD).read(message);
    byte[] bytes = written(list, two, message, STANDARD);
    Object back = new ValueReaders(STANDARD).of(read, message).read(new ProtoInput(bytes, 0));

    assertThat(Plain.of(back)).isEqualTo(Plain.of(two));
    assertThat(read.field("tail").schema()).isSameAs(read);
  }

  private static void comesBack(RandomData random, ProtobufDataOptions options) {
    Schema schema = random.schema(3);
    Descriptor message = message(schema, options);
    Schema read = new ProtoToSchema(options).read(message);
    assertThat(read).as(Shown.of(schema) + "\n" + Shown.of(read)).isEqualTo(schema);
    for (int i = 0; i < 5; i++) {
      Object value = random.value(schema);
      if (value != null) {
        byte[] bytes = written(schema, value, message, options);
        Object back = new ValueReaders(options).of(read, message).read(new ProtoInput(bytes, 0));
        assertThat(Plain.of(back))
            .as(message.getFile().toProto().toString())
            .isEqualTo(Plain.of(value));
      }
    }
  }

  static Descriptor message(Schema schema, ProtobufDataOptions options) {
    return new ProtoFiles()
        .link(new SchemaToProto(options).write(schema, "default.proto"))
        .getMessageTypes()
        .get(0);
  }

  static byte[] written(
      Schema schema, Object value, Descriptor message, ProtobufDataOptions options) {
    ReverseBytes out = new ReverseBytes();
    new ValueWriters(options).of(schema, message).write(value, out);
    return out.copied();
  }
}
