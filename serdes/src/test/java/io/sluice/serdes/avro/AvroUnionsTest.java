package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.serdes.avro.data.AvroInput;
import io.sluice.serdes.avro.data.AvroOutput;
import io.sluice.serdes.avro.data.Decoders;
import io.sluice.serdes.avro.data.Encoders;
import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.ToAvro;
import io.sluice.serdes.avro.mapping.ToConnect;
import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomAvro;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Unions, enums and fixed, which Connect has only as structs, texts and bytes. */
class AvroUnionsTest {
  @Property(tries = 500)
  void a_union_in_a_topic_goes_on_as_the_member_that_it_is(
      @ForAll long seed, @ForAll boolean enhanced, @ForAll boolean generalized) {
    Mapping mapping = new Mapping(true, enhanced, generalized, false, false, false);
    // By the general names, which have the members' numbers in them, a null becomes the first one.
    RandomAvro data = new RandomAvro(seed, generalized);
    Schema avro = data.union(3);
    org.apache.kafka.connect.data.Schema connect = requireNonNull(ToConnect.schema(avro, mapping));
    Object value = data.value(avro, connect);

    byte[] asItWas = written(connect, avro, mapping, value);
    assertThat(Plain.of(read(connect, avro, asItWas))).isEqualTo(Plain.of(value));
    if (!enhanced && !generalized) {
      return; // An enum goes on as a text then, and is called so in a union.
    }

    Schema again = ToAvro.schema(connect, mapping);
    org.apache.kafka.connect.data.Schema back = requireNonNull(ToConnect.schema(again, mapping));
    assertThat(back).as("%s, written again as %s", avro, again).isEqualTo(connect);
    byte[] copied = written(connect, again, mapping, value);
    assertThat(Plain.of(read(back, again, copied))).isEqualTo(Plain.of(value));
  }

  private static byte[] written(
      org.apache.kafka.connect.data.Schema connect,
      Schema avro,
      Mapping mapping,
      @Nullable Object value) {
    AvroOutput output = new AvroOutput();
    output.begin(new byte[0]);
    Encoders.of(connect, avro, mapping, true).encode(value, output);
    return output.copied();
  }

  private static @Nullable Object read(
      org.apache.kafka.connect.data.Schema connect, Schema avro, byte[] bytes) {
    return Decoders.of(connect, avro).decode(new AvroInput(bytes, 0));
  }
}
