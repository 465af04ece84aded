package io.sluice.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomData;
import io.sluice.serdes.server.RunningRegistry;
import io.sluice.serdes.wire.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;

/** Any schema and any value of Connect's, there and back, by a registry. */
@SuppressWarnings("NullAway.Init") // Made before the first property.
class AvroRoundTripTest {
  private static RunningRegistry registry;
  private static AvroConverter converter;

  @BeforeContainer
  static void start() throws IOException {
    Path folder = Files.createTempDirectory("avro-registry");
    registry = RunningRegistry.in(folder);
    converter = new AvroConverter();
    // One that is like no other is registered each time.
    converter.configure(registry.settings(Map.of()), false);
  }

  @AfterContainer
  static void stop() {
    converter.close();
    registry.close();
  }

  @Property(tries = 400)
  void what_comes_back_is_what_was_written(@ForAll long seed) {
    RandomData data = new RandomData(seed, true);
    Schema schema = data.schema(3);
    Object value = data.value(schema);
    String topic = "t" + seed;

    byte[] bytes = converter.fromConnectData(topic, schema, value);
    SchemaAndValue back = converter.toConnectData(topic, bytes);

    if (value == null) {
      assertThat(back).isEqualTo(SchemaAndValue.NULL);
      return;
    }
    assertThat(back.schema()).isEqualTo(schema);
    assertThat(Plain.of(back.value())).isEqualTo(Plain.of(value));
  }

  @Property(tries = 200)
  void avros_own_reader_and_writer_agree_with_ours(@ForAll long seed) throws IOException {
    RandomData data = new RandomData(seed, true);
    Schema schema = data.schema(3);
    Object value = data.value(schema);
    String topic = "u" + seed;
    byte[] bytes = converter.fromConnectData(topic, schema, value);
    if (bytes == null || schema.type() == Schema.Type.BYTES) {
      return; // Bytes by themselves have no length in a topic.
    }
    int id = java.nio.ByteBuffer.wrap(bytes, 1, 4).getInt();
    org.apache.avro.Schema avro =
        new org.apache.avro.Schema.Parser().parse(registry.client().byId("", id).schema().text());

    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(bytes, Framing.PREFIX, bytes.length - Framing.PREFIX, null);
    Object read = new GenericDatumReader<>(avro).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();

    java.io.ByteArrayOutputStream again = new java.io.ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(again, null);
    new GenericDatumWriter<>(avro).write(read, encoder);
    encoder.flush();
    // A map of Avro's own may come in another order.
    assertThat(again.size()).isEqualTo(bytes.length - Framing.PREFIX);
    byte[] framed = Framing.prefix(id, null);
    byte[] whole = new byte[framed.length + again.size()];
    System.arraycopy(framed, 0, whole, 0, framed.length);
    System.arraycopy(again.toByteArray(), 0, whole, framed.length, again.size());
    assertThat(Plain.of(converter.toConnectData(topic, whole).value())).isEqualTo(Plain.of(value));
  }

  @Property(tries = 300)
  void damaged_bytes_are_refused_or_read_but_nothing_else(@ForAll long seed) {
    RandomData data = new RandomData(seed, true);
    Schema schema = data.schema(2);
    String topic = "v" + seed;
    byte[] bytes = converter.fromConnectData(topic, schema, data.value(schema));
    if (bytes == null || bytes.length == Framing.PREFIX) {
      return;
    }
    Random random = new Random(seed);
    int at = Framing.PREFIX + random.nextInt(bytes.length - Framing.PREFIX);
    bytes[at] = (byte) random.nextInt();
    try {
      converter.toConnectData(topic, bytes);
    } catch (org.apache.kafka.connect.errors.DataException e) {
      assertThat(e).hasMessageStartingWith("topic " + topic + ", value, schema id ");
    }
  }
}
