package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a pipeline came, with the keys of {@code sluice offsets get -o json}. */
@Meaning("The last committed checkpoint: what is durable in every sink")
public record OffsetsDocument(
    String pipeline,
    long epoch,
    @Nullable Instant committedAt,
    @Meaning("Whether somebody set it by hand") boolean reset,
    @Meaning("The source's positions") List<Position> source,
    @Meaning("How far the records came on their way, by topic and partition") List<Lane> lanes) {

  /** A position. */
  @Meaning(
      "A position of the source, in its own words; its values are *** for who may not look at"
          + " records, of which they may be keys")
  public record Position(JsonNode partition, @Nullable JsonNode offset) {}

  /** The end of a lane. */
  @Meaning("How far one topic and partition came")
  public record Lane(String topic, int partition, long nextOffset) {}
}
