package io.sluice.server.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.server.api.document.LetterDocument;
import io.sluice.server.api.document.MeDocument;
import io.sluice.server.api.document.PipelineList;
import io.sluice.server.api.document.RunDocument;
import org.junit.jupiter.api.Test;

class RecordSchemasTest {
  private final RecordSchemas schemas = new RecordSchemas();

  private ObjectNode definitions(Class<?>... types) {
    for (Class<?> type : types) {
      schemas.of(type);
    }
    return schemas.definitions();
  }

  @Test
  void every_record_is_a_definition_that_others_refer_to() {
    JsonNode definitions = definitions(PipelineList.class);

    assertThat(definitions.path("PipelineList").at("/properties/pipelines/items/$ref").asText())
        .isEqualTo("#/components/schemas/PipelineSummary");
    assertThat(definitions.path("PipelineSummary").path("description").asText())
        .isEqualTo("A pipeline, as a list shows it");
  }

  @Test
  void keys_are_in_snake_case_in_the_records_order_and_nothing_nullable_is_required() {
    JsonNode run = definitions(RunDocument.class).path("RunDocument");

    assertThat(run.path("properties").fieldNames())
        .toIterable()
        .startsWith("pipeline", "state", "started_at", "at", "records", "lag_ms");
    assertThat(run.path("required").toString())
        .contains("started_at", "restarts")
        .doesNotContain("lag_ms", "last_error");
  }

  @Test
  void words_are_in_lower_case_and_moments_are_told_as_such() {
    JsonNode run = definitions(RunDocument.class).path("RunDocument");

    assertThat(run.at("/properties/state/enum").toString()).contains("\"running\"", "\"stalled\"");
    assertThat(run.at("/properties/started_at/format").asText()).isEqualTo("date-time");
    assertThat(run.at("/properties/lag_ms/type").asText()).isEqualTo("integer");
    assertThat(run.at("/properties/lag_ms/description").asText()).isNotEmpty();
  }

  @Test
  void what_others_word_may_be_anything() {
    JsonNode letter = definitions(LetterDocument.class).path("LetterDocument");

    assertThat(letter.at("/properties/record/type").isMissingNode()).isTrue();
  }

  @Test
  void a_map_says_what_its_values_are() {
    JsonNode me = definitions(MeDocument.class).path("MeDocument");

    assertThat(me.at("/properties/grants/additionalProperties/enum").toString())
        .contains("viewer", "admin");
  }
}
