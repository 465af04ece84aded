package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.Incompatibility;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What holds for whatever schemas somebody may write. */
class AvroPropertyTest {

  @Property(tries = 2000)
  void the_canonical_text_parses_to_an_equal_schema_and_to_itself(@ForAll long seed) {
    AvroSchema schema = valid(new RandomAvro(seed).schema());

    AvroSchema again = AvroTexts.parsed(schema.canonical(), Map.of());

    assertThat(again.schema()).isEqualTo(schema.schema());
    assertThat(again.canonical()).isEqualTo(schema.canonical());
  }

  @Property(tries = 2000)
  void the_canonical_text_says_what_avro_reads(@ForAll long seed) {
    JsonNode text = new RandomAvro(seed).schema();
    AvroSchema schema = valid(text);

    Schema byAvro = new Schema.Parser().setValidateDefaults(false).parse(text.toString());

    assertThat(schema.schema()).isEqualTo(byAvro);
    assertThat(schema.canonical()).isEqualTo(byAvro.toString());
  }

  @Property(tries = 2000)
  void the_normalised_text_means_the_same_and_is_its_own_normal_form(@ForAll long seed) {
    AvroSchema schema = valid(new RandomAvro(seed).schema());

    AvroSchema normal = AvroTexts.parsed(schema.normalized(), Map.of());

    assertThat(normal.schema()).isEqualTo(schema.schema());
    assertThat(normal.normalized()).isEqualTo(schema.normalized());
    assertThat(AvroTexts.FORMAT.incompatibilities(normal, schema)).isEmpty();
    assertThat(AvroTexts.FORMAT.incompatibilities(schema, normal)).isEmpty();
  }

  @Property(tries = 2000)
  void a_shuffled_schema_has_the_same_normal_form(@ForAll long seed) {
    RandomAvro random = new RandomAvro(seed);
    JsonNode text = random.schema();

    assertThat(valid(random.shuffled(text)).normalized()).isEqualTo(valid(text).normalized());
  }

  @Property(tries = 5000)
  void avros_own_rules_come_to_the_same(@ForAll long seed) {
    RandomAvro random = new RandomAvro(seed);
    JsonNode text = random.schema();
    AvroSchema writer = valid(text);
    AvroSchema reader = valid(random.changed(text));

    List<Incompatibility> found = AvroTexts.FORMAT.incompatibilities(reader, writer);

    Optional<SchemaCompatibility.SchemaCompatibilityResult> byAvro = byAvro(reader, writer);
    if (byAvro.isEmpty()) {
      assertThat(found).extracting(Incompatibility::kind).contains(Finding.AMBIGUOUS_FIELD);
      return;
    }
    assertThat(found.isEmpty())
        .isEqualTo(byAvro.get().getCompatibility() == SchemaCompatibilityType.COMPATIBLE);
    // Kinds and no paths: Avro gives some from where it happened to try a branch of a union.
    Set<String> kinds = new TreeSet<>(found.stream().map(Incompatibility::kind).toList());
    Set<String> expected = new TreeSet<>();
    for (SchemaCompatibility.Incompatibility reason : byAvro.get().getIncompatibilities()) {
      boolean asField =
          reason.getReaderFragment().getType() == Schema.Type.ENUM
              && reason.getWriterFragment().getType() == Schema.Type.RECORD
              && kinds.contains("READER_FIELD_MISSING_DEFAULT_VALUE");
      // A field that lacks a default, and whose enum has one: Avro holds the enum against the
      // record.
      expected.add(asField ? "READER_FIELD_MISSING_DEFAULT_VALUE" : reason.getType().name());
    }
    // Of a union Avro says that a branch is missing; here it is why the one does not serve that is
    // meant, where there is one.
    boolean inUnion = expected.remove("MISSING_UNION_BRANCH");
    kinds.remove("MISSING_UNION_BRANCH");
    if (inUnion) {
      assertThat(kinds).containsAll(expected);
    } else {
      assertThat(kinds).isEqualTo(expected);
    }
  }

  /** Avro throws where a field of the reader's means several of the writer's. */
  private static Optional<SchemaCompatibility.SchemaCompatibilityResult> byAvro(
      AvroSchema reader, AvroSchema writer) {
    try {
      return Optional.of(
          SchemaCompatibility.checkReaderWriterCompatibility(reader.schema(), writer.schema())
              .getResult());
    } catch (AvroRuntimeException e) {
      return Optional.empty();
    }
  }

  private static AvroSchema valid(JsonNode text) {
    try {
      return AvroTexts.FORMAT.parse(SchemaSource.of(SchemaType.AVRO, text.toString()));
    } catch (InvalidSchemaException e) {
      Assume.that(false); // Such as a union in a union.
      throw e;
    }
  }
}
