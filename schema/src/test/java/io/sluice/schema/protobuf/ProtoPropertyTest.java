package io.sluice.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for whatever files somebody may write. */
class ProtoPropertyTest {

  @Property(tries = 1000)
  void the_canonical_text_is_its_own_and_has_the_same_descriptor(
      @ForAll long seed, @ForAll long order) {
    ProtobufSchema schema = ProtoTexts.parsed(RandomProto.file(seed, order));

    ProtobufSchema again = ProtoTexts.parsed(schema.canonical());

    assertThat(again.canonical()).isEqualTo(schema.canonical());
    assertThat(again.descriptor().toProto()).isEqualTo(schema.descriptor().toProto());
  }

  @Property(tries = 1000)
  void the_normalised_text_is_its_own_and_means_the_same(@ForAll long seed, @ForAll long order) {
    ProtobufSchema schema = ProtoTexts.parsed(RandomProto.file(seed, order));

    ProtobufSchema normal = ProtoTexts.parsed(schema.normalized());

    assertThat(normal.normalized()).isEqualTo(schema.normalized());
    assertThat(normal.recordName()).isEqualTo(schema.recordName());
    assertThat(ProtoTexts.FORMAT.incompatibilities(normal, schema)).isEmpty();
    assertThat(ProtoTexts.FORMAT.incompatibilities(schema, normal)).isEmpty();
  }

  @Property(tries = 1000)
  void what_is_written_in_another_order_has_the_same_normal_form(
      @ForAll long seed, @ForAll long order, @ForAll long other) {
    assertThat(ProtoTexts.parsed(RandomProto.file(seed, other)).normalized())
        .isEqualTo(ProtoTexts.parsed(RandomProto.file(seed, order)).normalized());
  }

  @Property(tries = 1000)
  void a_descriptor_in_base64_is_the_same_file(@ForAll long seed, @ForAll long order) {
    ProtobufSchema schema = ProtoTexts.parsed(RandomProto.file(seed, order));

    ProtobufSchema decoded = ProtoTexts.parsed(schema.serialized());

    // An import that nobody has is not in a descriptor.
    assertThat(decoded.normalized())
        .isEqualTo(schema.normalized().replace("import \"nobody/has.proto\";\n", ""));
    assertThat(decoded.serialized()).isEqualTo(schema.serialized());
  }
}
