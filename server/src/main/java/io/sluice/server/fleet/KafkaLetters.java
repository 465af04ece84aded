package io.sluice.server.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.server.operate.TopicLetters;
import io.sluice.state.deadletter.DeadLetters.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks at dead letters in the topics of the Kafka that a project's pipelines run on. Thread-safe.
 */
final class KafkaLetters implements TopicLetters, AutoCloseable {
  /** People wait for the answer. */
  private static final String PATIENCE_MILLIS = "5000";

  /** A view of many has an answer by then, of whichever of them there is one. */
  private static final Duration ALL = Duration.ofSeconds(3);

  /** A view of one, which there is no other way to see. */
  private static final Duration ONE = Duration.ofSeconds(10);

  /** Letters in pages that are remembered, without keys and values. */
  private static final int MOST_LISTED = 20_000;

  private static final int MOST_BOARDS = 200;
  private static final Duration UNUSED = Duration.ofMinutes(5);

  private final Roster roster;
  private final Supplier<Optional<Map<String, String>>> client;
  private final UnaryOperator<String> redaction;
  private final LetterReaders readers = new LetterReaders(System::nanoTime);
  private final Clock clock;
  private final Cache<String, LetterBoard<Seen>> boards =
      Caffeine.newBuilder().maximumSize(MOST_BOARDS).expireAfterAccess(UNUSED).build();
  private final Cache<Asked, LetterBoard<Page>> pages =
      Caffeine.newBuilder()
          .expireAfterAccess(UNUSED)
          .maximumWeight(MOST_LISTED)
          .weigher((Asked asked, LetterBoard<Page> board) -> 1 + asked.query().limit())
          .build();

  /** A part of a list that somebody asked for. */
  private record Asked(String pipeline, Query query) {}

  /**
   * What topics had.
   *
   * @param reach from where to where they reached then
   */
  private record Seen(Map<TopicPartition, DeadLetterTopic.Reach> reach, Kinds kinds) {}

  /**
   * @param client settings of clients of the Kafka that the pipelines run on, resolved; empty while
   *     it does not run
   */
  KafkaLetters(
      Roster roster,
      Supplier<Optional<Map<String, String>>> client,
      UnaryOperator<String> redaction,
      Clock clock) {
    this.roster = roster;
    this.client = client;
    this.redaction = redaction;
    this.clock = clock;
  }

  @Override
  public Kinds kinds(String name) {
    Told told = Objects.requireNonNull(told(List.of(name), ONE).get(name));
    if (told.away().isPresent()) {
      throw told.away().get();
    }
    return told.kinds().orElseThrow();
  }

  @Override
  public Map<String, Told> kinds(Collection<String> names) {
    return told(names, ALL);
  }

  private Map<String, Told> told(Collection<String> names, Duration within) {
    long until = System.nanoTime() + within.toNanos();
    Map<String, Looked> looks = new LinkedHashMap<>();
    names.forEach(name -> looks.put(name, begun(name)));
    Map<String, Told> told = new LinkedHashMap<>();
    looks.forEach((name, looked) -> told.put(name, told(name, looked, until, within)));
    return told;
  }

  /** A look at the board of a pipeline. */
  private record Looked(LetterBoard<Seen> board, CompletableFuture<Seen> look) {}

  private Looked begun(String name) {
    LetterBoard<Seen> board = boards.get(name, any -> new LetterBoard<>(readers, System::nanoTime));
    try {
      PipelineLetters letters = letters(name);
      return new Looked(board, board.look(before -> counted(letters, before)));
    } catch (Refusal away) {
      return new Looked(board, CompletableFuture.failedFuture(away));
    }
  }

  /** Topics are read only if they reach further by now. */
  private Seen counted(PipelineLetters letters, @Nullable Seen before) {
    // Before they are read: what comes meanwhile is another look's.
    Map<TopicPartition, DeadLetterTopic.Reach> reach = letters.reach();
    Instant at = clock.instant();
    if (before != null && before.reach().equals(reach)) {
      return new Seen(reach, new Kinds(before.kinds().kinds(), at));
    }
    LetterKinds kinds = new LetterKinds();
    letters.each(LetterFilter.ALL, kinds::add);
    return new Seen(
        reach,
        new Kinds(
            kinds.bySize().stream()
                .sorted(
                    Comparator.comparing((LetterKinds.Kind kind) -> kind.last().at()).reversed())
                .toList(),
            at));
  }

  private Told told(String name, Looked looked, long until, Duration within) {
    try {
      return known(answer(name, looked.look(), until, within));
    } catch (Refusal away) {
      // One that takes its time still has what it had; one that failed may have none of it.
      return looked.look().isDone()
          ? new Told(Optional.empty(), Optional.of(away))
          : looked
              .board()
              .seen()
              .map(KafkaLetters::known)
              .orElseGet(() -> new Told(Optional.empty(), Optional.of(away)));
    }
  }

  private static Told known(Seen seen) {
    return new Told(Optional.of(seen.kinds()), Optional.empty());
  }

  /** What is read, if that is there soon. */
  private <T> T answer(String name, CompletableFuture<T> look, long until, Duration within) {
    try {
      return look.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new Refusal(
          Kind.FAILED,
          "the dead letters of pipeline "
              + name
              + " could not be read from Kafka within "
              + within.toSeconds()
              + " s",
          "They are being read: look again in a moment.",
          late);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new Refusal(Kind.FAILED, "nobody waited for Kafka's answer", null, hurried);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Refusal refused) {
        throw refused;
      }
      if (failed.getCause() instanceof LetterException refused) {
        throw refusal(
            refused, "Look again when Kafka answers; start the pipeline if it does not run.");
      }
      throw new IllegalStateException("dead letters were not read", failed.getCause());
    }
  }

  /** Something was done to letters of a pipeline: nobody is told what they were before. */
  void forget(String name) {
    LetterBoard<Seen> board = boards.getIfPresent(name);
    if (board != null) {
      board.forget();
    }
    pages.asMap().keySet().removeIf(page -> page.pipeline().equals(name));
  }

  @Override
  public Page list(String name, Query query) {
    PipelineLetters letters = letters(name);
    LetterBoard<Page> board =
        pages.get(new Asked(name, query), any -> new LetterBoard<>(readers, System::nanoTime));
    long until = System.nanoTime() + ONE.toNanos();
    return answer(name, board.look(before -> page(letters, query)), until, ONE);
  }

  private Page page(PipelineLetters letters, Query query) {
    Instant at = clock.instant();
    List<String> sinks = letters.sinks();
    Comparator<LetterId> order =
        Comparator.comparingInt((LetterId id) -> sinks.indexOf(id.sink()))
            .thenComparingInt(LetterId::partition)
            .thenComparingLong(LetterId::offset);
    Comparator<LetterId> wanted = query.newestFirst() ? order.reversed() : order;
    Deque<Listed> found = new ArrayDeque<>();
    letters.each(
        new LetterFilter(Set.of(), query.signature()),
        (sink, letter, done) -> {
          LetterId id = LetterId.of(sink, letter);
          boolean beyond = query.beyond().filter(one -> wanted.compare(id, one) <= 0).isEmpty();
          if (beyond && status(done) == query.status()) {
            take(found, new Listed(id, letter.bare(), status(done)), query);
          }
        });
    List<Listed> listed = new ArrayList<>(found);
    if (query.newestFirst()) {
      Collections.reverse(listed);
    }
    return new Page(listed, at);
  }

  /** Topics are read from the front: of the newest, the last ones are kept. */
  private static void take(Deque<Listed> found, Listed one, Query query) {
    if (found.size() < query.limit()) {
      found.addLast(one);
    } else if (query.newestFirst()) {
      found.removeFirst();
      found.addLast(one);
    }
  }

  @Override
  public Listed find(String name, String said) {
    PipelineLetters letters = letters(name);
    long until = System.nanoTime() + ONE.toNanos();
    return LetterId.parse(said)
        .flatMap(
            id ->
                answer(name, readers.read(() -> letters.find(id)), until, ONE)
                    .map(found -> new Listed(id, found.letter(), status(found.done()))))
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.NOT_FOUND,
                    "pipeline " + name + " has no such dead letter",
                    "Ids on Kafka are sink:partition:offset, as table:0:17; what was purged is"
                        + " deleted."));
  }

  private static Status status(Optional<LetterMarks.Kind> done) {
    return done.map(kind -> kind == LetterMarks.Kind.REPLAYED ? Status.REPLAYED : Status.PURGED)
        .orElse(Status.OPEN);
  }

  /**
   * The version of a pipeline on Kafka that runs, or would be started.
   *
   * @throws Refusal if there is none
   */
  KafkaPipeline pipeline(String name) {
    return roster
        .named(name)
        .definition()
        .flatMap(definition -> definition.onKafka())
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.CONFLICT,
                    "pipeline " + name + " has no version that runs on Kafka",
                    null));
  }

  private PipelineLetters letters(String name) {
    KafkaPipeline pipeline = pipeline(name);
    Map<String, String> settings =
        new HashMap<>(
            Refusals.orRefused(client)
                .orElseThrow(
                    () ->
                        new Refusal(
                            Kind.CONFLICT,
                            "the dead letters of pipeline "
                                + name
                                + " lie in the Kafka of this folder, which does not run now",
                            "Start the pipeline, and look again.")));
    settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
    settings.put("request.timeout.ms", PATIENCE_MILLIS);
    return new PipelineLetters(pipeline, settings);
  }

  /** What Kafka's refusal is for who asked. */
  Refusal refusal(LetterException refused, String hint) {
    return new Refusal(
        Kind.FAILED, redaction.apply(String.valueOf(refused.getMessage())), hint, refused);
  }

  /** Whoever waits for letters is told that nobody reads them any more. */
  @Override
  public void close() {
    readers.close();
  }
}
