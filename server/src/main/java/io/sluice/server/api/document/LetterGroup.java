package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.LetterSurvey.Kind;
import io.sluice.state.deadletter.LetterSurvey.Tally;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letters of one kind of error, with the keys of {@code sluice dlq ls -o json}. */
@Meaning("Dead letters of one kind of error")
public record LetterGroup(
    String pipeline,
    @Meaning("How many are open") long count,
    @Meaning("On Kafka: of those that still lie in the topic") long replayed,
    @Meaning("On Kafka: of those that still lie in the topic") long purged,
    DeadLetter.Stage stage,
    @Meaning("Which part of the pipeline refused them") String component,
    @Meaning("What failed, as Connect calls it; only of a pipeline on Kafka")
        @Nullable String connectStage,
    @Meaning("Equal for errors of one kind") String signature,
    String errorClass,
    @Meaning("Of the newest letter; absent for who may not look at records, which it may quote")
        @Nullable String message,
    @Meaning("Of the newest letter") @Nullable String topic,
    @Meaning("Of a pipeline on Kafka by the records' own times") Instant firstSeen,
    @Meaning("Of a pipeline on Kafka by the records' own times") Instant lastSeen,
    @Meaning("A number; of a pipeline on Kafka a text, sink:partition:offset") JsonNode newestId,
    @Meaning(
            "How many came first in each of the list's intervals, the oldest first; absent of a"
                + " pipeline on Kafka, where a letter has its record's time and not its own")
        @Nullable List<Long> arrivals) {

  /**
   * A group.
   *
   * @param withMessage whether values that the message may quote may be seen
   */
  public static LetterGroup of(Tally tally, List<Long> arrivals, boolean withMessage) {
    Kind kind = tally.kind();
    return new LetterGroup(
        kind.pipeline(),
        tally.open(),
        tally.replayed(),
        tally.purged(),
        kind.stage(),
        kind.component(),
        null,
        kind.signature(),
        tally.errorClass(),
        withMessage ? tally.message() : null,
        tally.topic(),
        tally.firstSeen(),
        tally.lastSeen(),
        LongNode.valueOf(tally.newestId()),
        arrivals);
  }

  /**
   * The same in topics.
   *
   * @param withMessage whether values that the message may quote may be seen
   */
  public static LetterGroup of(String pipeline, LetterKinds.Kind kind, boolean withMessage) {
    Letter last = kind.last();
    return new LetterGroup(
        pipeline,
        kind.open(),
        kind.replayed(),
        kind.purged(),
        DeadLetter.Stage.SINK,
        kind.sink(),
        last.stage(),
        kind.signature(),
        last.errorClass(),
        withMessage ? last.message() : null,
        last.topic(),
        kind.first().at(),
        last.at(),
        TextNode.valueOf(LetterId.of(kind.sink(), last).toString()),
        null);
  }
}
