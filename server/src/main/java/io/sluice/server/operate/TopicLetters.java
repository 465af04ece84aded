package io.sluice.server.operate;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.state.deadletter.DeadLetters.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dead letters of pipelines on Kafka, as they lie in the topics of their sinks. A look starts no
 * Kafka. Thread-safe. All throw {@link Refusal} where the Kafka does not run or answer, or the
 * pipeline is none on Kafka.
 */
public interface TopicLetters {
  /** The kinds of errors of a pipeline. */
  Kinds kinds(String pipeline);

  /**
   * The same of several, which are read beside one another: who looks waits a few seconds for all
   * of them together, and is told what was known before, or why nothing is, of those that take
   * longer. Throws nothing.
   */
  Map<String, Told> kinds(Collection<String> pipelines);

  /** Letters one by one, in their order or from the newest on, without keys and values. */
  Page list(String pipeline, Query query);

  /**
   * One letter, whatever became of it, with key and value.
   *
   * @param id as people say it: {@code table:0:17}
   * @throws Refusal as well if the pipeline has none of that id
   */
  Listed find(String pipeline, String id);

  /**
   * Kinds of errors, the one seen last first.
   *
   * @param readAt as of when: topics are not read again for each who looks, nor by who waits longer
   *     for that than people do
   */
  record Kinds(List<LetterKinds.Kind> kinds, Instant readAt) {
    public Kinds {
      kinds = List.copyOf(kinds);
    }

    /** How many letters are open. */
    public long open() {
      return kinds.stream().mapToLong(LetterKinds.Kind::open).sum();
    }
  }

  /**
   * What can be told of one of several pipelines.
   *
   * @param kinds empty where nobody knows
   * @param away why nobody knows; empty where somebody does
   */
  record Told(Optional<Kinds> kinds, Optional<Refusal> away) {}

  /**
   * Letters that were asked for.
   *
   * @param readAt as of when
   */
  record Page(List<Listed> letters, Instant readAt) {
    public Page {
      letters = List.copyOf(letters);
    }
  }

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
