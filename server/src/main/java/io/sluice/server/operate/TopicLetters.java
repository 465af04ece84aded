package io.sluice.server.operate;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.state.deadletter.DeadLetters.Status;
import java.util.List;
import java.util.Optional;

/**
 * Dead letters of pipelines on Kafka, as they lie in the topics of their sinks. A look starts no
 * Kafka. Thread-safe. All throw {@link Refusal} where the Kafka does not run or answer, or the
 * pipeline is none on Kafka.
 */
public interface TopicLetters {
  /** The kinds of errors of a pipeline, the one seen last first; a moment old at most. */
  List<LetterKinds.Kind> kinds(String pipeline);

  /** Letters one by one, in their order or from the newest on, without keys and values. */
  List<Listed> list(String pipeline, Query query);

  /**
   * One letter, whatever became of it, with key and value.
   *
   * @param id as people say it: {@code table:0:17}
   * @throws Refusal as well if the pipeline has none of that id
   */
  Listed find(String pipeline, String id);

  /** A letter and what became of it. */
  record Listed(LetterId id, Letter letter, Status status) {}

  /**
   * Which letters are wanted, by the order of sinks in the file, of partitions and of offsets.
   *
   * @param beyond only those behind it in the order wanted; empty for the first
   * @param newestFirst whether that is the other way around
   */
  record Query(
      Status status,
      Optional<String> signature,
      Optional<LetterId> beyond,
      boolean newestFirst,
      int limit) {}
}
