package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.server.operate.TopicLetters.Listed;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A dead letter, with the keys of {@code sluice dlq show -o json}. */
@Meaning("A dead letter")
public record LetterDocument(
    @Meaning("A number; of a pipeline on Kafka a text, sink:partition:offset") JsonNode id,
    String pipeline,
    @Meaning("Absent of a pipeline on Kafka") @Nullable String pipelineVersion,
    DeadLetters.Status status,
    DeadLetter.Stage stage,
    @Meaning("Which part of the pipeline refused it") String component,
    @Meaning("What failed, as Connect calls it; only of a pipeline on Kafka")
        @Nullable String connectStage,
    @Meaning("Which class of Connect's or a plugin's failed; only of a pipeline on Kafka")
        @Nullable String connectClass,
    String errorClass,
    @Meaning("Absent for who may not look at records, which it may quote") @Nullable String message,
    @Meaning("Equal for errors of one kind") String signature,
    @Nullable String topic,
    @Nullable Integer partition,
    @Nullable Long offset,
    @Nullable JsonNode sourcePartition,
    @Meaning("Its values are *** for who may not look at records") @Nullable JsonNode sourceOffset,
    @Meaning("How often it failed, the first time included") int attempts,
    @Meaning(
            "When it was set aside; of a pipeline on Kafka the record's own time, where it has one")
        Instant firstSeen,
    @Meaning("When it last failed, was replayed or purged; on Kafka as first_seen")
        Instant lastSeen,
    @Meaning("Why it was closed, where that was said") @Nullable String reason,
    @Meaning("Id of the letter that this is an edited copy of") @Nullable Long copyOf,
    @Meaning("Who made the copy, or edited it last") @Nullable String madeBy,
    @Meaning("Who replayed or purged it") @Nullable String closedBy,
    @Meaning("Ids of its copies; only where a single letter is asked for")
        @Nullable List<Long> copies,
    @Meaning("Its values; only where a single letter is asked for by who may look at records")
        @Nullable JsonNode record) {

  /**
   * A letter without its record.
   *
   * @param look whether values may be seen, which the message may quote and an offset may have
   */
  public static LetterDocument of(DeadLetters.Stored stored, boolean look) {
    JsonNode offset = JsonText.parsed(stored.letter().sourceOffset());
    DeadLetter letter = stored.letter();
    return new LetterDocument(
        LongNode.valueOf(stored.id()),
        letter.pipeline(),
        letter.pipelineVersion(),
        stored.status(),
        letter.stage(),
        letter.component(),
        null,
        null,
        letter.errorClass(),
        look ? letter.errorMessage() : null,
        stored.signature(),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        JsonText.parsed(letter.sourcePartition()),
        look ? offset : JsonText.hidden(offset),
        stored.attempts(),
        stored.firstSeen(),
        stored.lastSeen(),
        stored.reason(),
        stored.copyOf(),
        stored.madeBy(),
        stored.closedBy(),
        null,
        null);
  }

  /**
   * A letter in a topic, without its record.
   *
   * @param look whether values may be seen, which the message may quote
   */
  public static LetterDocument of(String pipeline, Listed listed, boolean look) {
    Letter letter = listed.letter();
    OptionalLong partition = letter.topicPartition();
    OptionalLong offset = letter.topicOffset();
    return new LetterDocument(
        TextNode.valueOf(listed.id().toString()),
        pipeline,
        null,
        listed.status(),
        DeadLetter.Stage.SINK,
        listed.id().sink(),
        letter.stage(),
        letter.component(),
        letter.errorClass(),
        look ? letter.message() : null,
        letter.signature(),
        letter.topic(),
        partition.isPresent() ? (Integer) (int) partition.getAsLong() : null,
        offset.isPresent() ? (Long) offset.getAsLong() : null,
        null,
        null,
        letter.attempts(),
        letter.at(),
        letter.at(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * The same with all there is.
   *
   * @param values null where the record was purged
   */
  public LetterDocument with(@Nullable JsonNode values, List<Long> itsCopies) {
    return new LetterDocument(
        id,
        pipeline,
        pipelineVersion,
        status,
        stage,
        component,
        connectStage,
        connectClass,
        errorClass,
        message,
        signature,
        topic,
        partition,
        offset,
        sourcePartition,
        sourceOffset,
        attempts,
        firstSeen,
        lastSeen,
        reason,
        copyOf,
        madeBy,
        closedBy,
        itsCopies,
        values);
  }
}
