package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A decision of a contract, with the keys of {@code sluice schema events -o json}. */
@Meaning("What a pipeline's contract decided about a schema")
public record DecisionDocument(
    long id,
    String pipeline,
    SchemaEvent.Kind decision,
    @Meaning("The key of the pipeline file that it follows from, with its value") String because,
    String topic,
    String subject,
    @Nullable Integer fromVersion,
    @Nullable Integer toVersion,
    @Meaning("Conflicts or fields, each with its path") List<String> details,
    @Meaning(
            "Where in the source the first such record lay; its values are *** for who may not look"
                + " at records")
        @Nullable JsonNode sourceOffset,
    Instant firstAt,
    Instant lastAt,
    @Meaning("How often it was made") long times,
    @Meaning("How many records were frozen, kept or passed for it") long records,
    @Nullable String schemaType,
    @Nullable String schema) {

  /**
   * Of an event.
   *
   * @param look whether values may be seen, which an offset may have
   */
  public static DecisionDocument of(SchemaEvent event, boolean look) {
    SchemaEvent.Ruling ruling = event.ruling();
    JsonNode offset = JsonText.parsed(ruling.position().offset().orElse(null));
    WrittenSchema written = ruling.schema();
    return new DecisionDocument(
        event.id(),
        ruling.pipeline(),
        ruling.kind(),
        ruling.because(),
        ruling.topic(),
        ruling.subject(),
        number(ruling.fromVersion()),
        number(ruling.toVersion()),
        ruling.details(),
        look ? offset : JsonText.hidden(offset),
        event.firstAt(),
        event.lastAt(),
        event.times(),
        event.records(),
        written == null ? null : written.type(),
        written == null ? null : written.text());
  }

  private static @Nullable Integer number(OptionalInt version) {
    return version.isPresent() ? version.getAsInt() : null;
  }
}
