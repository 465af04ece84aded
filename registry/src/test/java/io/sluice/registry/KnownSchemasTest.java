package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Rule;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.StoredSchema;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSchemasTest {
  private static final int MANY = 200;
  private static final String LONG = "x".repeat(500_000);

  private final KnownSchemas known = new KnownSchemas();

  /** A text of one character, and half a million beside it. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "references", "metadata", "rules"})
  void what_stands_beside_a_text_weighs_as_the_text_does(String what) {
    KnownSchemas.Generation generation = known.at(1);
    for (int id = 1; id <= MANY; id++) {
      generation.keep(new StoredSchema(".", id, "", with(what)));
    }

    // All of them would be 100 MB at the least, of 16 that there are for it.
    assertThat(IntStream.rangeClosed(1, MANY).filter(id -> generation.find(".", id) != null))
        .hasSizeLessThan(35);
  }

  @Test
  void small_schemas_are_kept() {
    KnownSchemas.Generation generation = known.at(1);
    SchemaContent content =
        new SchemaContent(
            SchemaType.AVRO, "x", List.of(), new Metadata(null, Map.of("a", "b"), null), null);
    for (int id = 1; id <= MANY; id++) {
      generation.keep(new StoredSchema(".", id, "", content));
    }

    assertThat(IntStream.rangeClosed(1, MANY).filter(id -> generation.find(".", id) != null))
        .hasSize(MANY);
  }

  @Test
  void a_removal_that_was_never_committed_takes_nothing_from_who_reads() {
    StoredSchema schema = new StoredSchema(".", 1, "", with("nothing"));
    known.at(1).keep(schema);

    assertThat(known.before(2).find(".", 1)).isNull();
    assertThat(known.at(1).find(".", 1)).isSameAs(schema);
    assertThat(known.before(1).find(".", 1)).isSameAs(schema);
  }

  private static SchemaContent with(String what) {
    List<SchemaReference> references =
        what.equals("references") ? List.of(new SchemaReference(LONG, "a", 1)) : List.of();
    Metadata metadata =
        what.equals("metadata") ? new Metadata(null, Map.of("a", LONG), null) : null;
    RuleSet rules = what.equals("rules") ? new RuleSet(null, List.of(rule()), null) : null;
    return new SchemaContent(
        SchemaType.AVRO, what.equals("text") ? LONG : "x", references, metadata, rules);
  }

  private static Rule rule() {
    return new Rule(LONG, null, null, null, null, null, null, null, null, null, null);
  }
}
