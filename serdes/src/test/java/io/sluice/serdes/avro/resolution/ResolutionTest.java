package io.sluice.serdes.avro.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.serdes.avro.data.AvroOutput;
import io.sluice.serdes.avro.data.Encoders;
import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.ToAvro;
import io.sluice.serdes.random.RandomData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class ResolutionTest {
  @Property(tries = 300)
  void what_is_written_is_what_avros_own_reader_makes_of_it(@ForAll long seed) throws IOException {
    RandomData data = new RandomData(seed, true);
    org.apache.kafka.connect.data.Schema connect = data.schema(3);
    while (connect.type() != org.apache.kafka.connect.data.Schema.Type.STRUCT) {
      connect = data.schema(3);
    }
    Schema own = ToAvro.schema(connect, Mapping.STANDARD);
    Schema other = changed(own, new Random(seed));
    Object value = data.value(connect);
    AvroOutput output = new AvroOutput();
    output.begin(new byte[0]);
    Encoders.of(connect, own, Mapping.STANDARD, true).encode(value, output);
    byte[] written = output.copied();

    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(ours, null);
    Resolution.of(own, other).write(written, encoder);
    encoder.flush();

    Statistics.label("is needed").collect(Resolution.isNeeded(own, other));
    byte[] theirs = theirs(written, own, other);
    assertThat(ours.toByteArray()).isEqualTo(theirs);
    if (!Resolution.isNeeded(own, other)) {
      assertThat(written).hasSameSizeAs(theirs);
    }
  }

  @Test
  void what_is_only_said_in_other_words_needs_nothing() {
    Schema own =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "R", "doc": "d", "fields": [
                  {"name": "doc", "type": {"type": "string", "avro.java.string": "String"}},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}\
                """);
    String other =
        """
        {"type": "record", "name": "R", "fields": [
          {"name": "doc", "type": "string", "default": "none"},
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-%s"}, "doc": "when"}]}\
        """;

    assertThat(Resolution.isNeeded(own, new Schema.Parser().parse(other.formatted("millis"))))
        .isFalse();
    assertThat(Resolution.isNeeded(own, new Schema.Parser().parse(other.formatted("micros"))))
        .isTrue();
  }

  private static byte[] theirs(byte[] written, Schema own, Schema other) throws IOException {
    Object read =
        new GenericDatumReader<>(own, other)
            .read(null, DecoderFactory.get().binaryDecoder(written, null));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(other).write(read, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** Records whose fields have another order, of which some are missing and others new. */
  private static Schema changed(Schema own, Random random) throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(own.toString());
    change(json, random);
    try {
      return new Schema.Parser().parse(json.toString());
    } catch (SchemaParseException e) {
      return own; // A type was moved behind where it is needed, or is gone.
    }
  }

  private static void change(JsonNode json, Random random) {
    json.forEach(each -> change(each, random));
    if (!(json instanceof ObjectNode object) || !object.path("fields").isArray()) {
      return;
    }
    List<JsonNode> fields = new ArrayList<>();
    object.get("fields").forEach(fields::add);
    fields.removeIf(field -> random.nextInt(5) == 0);
    if (random.nextInt(3) == 0) {
      ObjectNode more = object.objectNode().put("name", "more").put("type", "string");
      fields.add(more.put("default", "none"));
    }
    Collections.shuffle(fields, random);
    ArrayNode all = object.putArray("fields");
    fields.forEach(all::add);
  }
}
