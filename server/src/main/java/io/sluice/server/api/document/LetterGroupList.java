package io.sluice.server.api.document;

import java.time.Instant;
import java.util.List;

/** Kinds of errors. */
@Meaning("Dead letters by kind of error, the one seen last first")
public record LetterGroupList(
    @Meaning("How many letters are open in these groups") long open,
    @Meaning("When the first of the intervals begins in which arrivals are counted") Instant from,
    @Meaning("How long each of them is") long intervalMs,
    @Meaning("Whether there are more groups than are told") boolean more,
    @Meaning("Pipelines on Kafka whose letters are not counted: their Kafka does not run or answer")
        List<String> unknown,
    @Meaning(
            "Pipelines on Kafka with as of when their letters are counted: topics are not read anew"
                + " for each question, and may take longer than people wait")
        List<Counted> counted,
    List<LetterGroup> groups) {
  /** As of when. */
  @Meaning("As of when the letters of a pipeline are counted")
  public record Counted(String pipeline, Instant readAt) {}
}
