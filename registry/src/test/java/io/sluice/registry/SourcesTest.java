package io.sluice.registry;

import static io.sluice.registry.RegistryCases.ANNA;
import static io.sluice.registry.RegistryCases.draft;
import static io.sluice.registry.RegistryCases.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is read for what a request refers to. */
class SourcesTest {
  @TempDir Path folder;

  private Place place;
  private CountingStorage counting;
  private Registry registry;

  @BeforeEach
  void open() {
    place = Place.sqlite(folder);
    counting = new CountingStorage(place.storage());
    registry = place.on(counting);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void more_references_than_a_schema_may_have_are_refused_before_anything_is_read() {
    registry.register("big", draft("a"), false, ANNA);
    counting.reset();

    RegistryCases.refused(
        RegistryError.INVALID_SCHEMA,
        () -> registry.check("x", needing("a", many(1001)), false),
        "more than 1000 schemas");
    assertThat(counting.statementsWith("registry_version")).isZero();
  }

  @Test
  void a_text_that_many_references_name_is_read_once() {
    registry.register("big", draft("a"), false, ANNA);
    counting.reset();

    assertThat(registry.check("x", needing("a", many(1000)), false).isCompatible()).isTrue();
    assertThat(counting.statementsWith("s.text")).isEqualTo(1);
  }

  @Test
  void texts_that_are_too_long_together_are_refused_before_all_are_read() {
    String field = "f".repeat(1_200_000);
    List<SchemaReference> references = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      registry.register("big" + i, draft(field + i), false, ANNA);
      references.add(ref("r" + i, "big" + i, 1));
    }
    counting.reset();

    RegistryCases.refused(
        RegistryError.INVALID_SCHEMA,
        () -> registry.check("x", needing("a", references), false),
        "characters of them");
    // Of 1.2 million characters each, 16 million may be.
    assertThat(counting.statementsWith("s.text")).isEqualTo(14);
  }

  @Test
  void what_is_needed_in_many_ways_is_read_once() {
    registry.register("l0", draft("a"), false, ANNA);
    for (int layer = 1; layer <= 12; layer++) {
      SchemaReference below = ref("n" + (layer - 1), "l" + (layer - 1), 1);
      SchemaReference same = ref("m" + (layer - 1), "l" + (layer - 1), 1);
      SchemaDraft next = needing("@" + below.name() + " @" + same.name(), List.of(below, same));
      registry.register("l" + layer, next, false, ANNA);
    }
    counting.reset();

    registry.check("x", needing("@r", List.of(ref("r", "l12", 1))), false);
    assertThat(counting.statementsWith("s.text")).isEqualTo(13);
  }

  private static List<SchemaReference> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> ref("r" + i, "big", Registry.LATEST)).toList();
  }

  private static SchemaDraft needing(String text, List<SchemaReference> references) {
    return SchemaDraft.of(new SchemaContent(SchemaType.AVRO, text, references, null, null));
  }
}
