package io.sluice.cli.repair;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.deploy.KafkaLetters;
import io.sluice.kafka.deadletter.Arrival;
import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deadletter.LetterPurge;
import io.sluice.kafka.deadletter.LetterReplay;
import io.sluice.kafka.deploy.ConnectException;
import io.sluice.kafka.deploy.Translation;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** Replays and purges dead letters of a pipeline on Kafka. */
final class LettersOnKafka {
  private final KafkaPipeline pipeline;
  private final Map<String, String> client;
  private final LetterSelection selection;
  private final Output output;
  private final Clock clock;

  /** The last letter that was counted in each partition of each sink's topic, by its offset. */
  private final Map<TopicPartition, Long> counted = new HashMap<>();

  /**
   * @param client settings of Kafka's clients, resolved
   * @param selection which letters
   */
  LettersOnKafka(
      KafkaPipeline pipeline,
      Map<String, String> client,
      LetterSelection selection,
      Output output,
      Clock clock) {
    this.pipeline = pipeline;
    this.client = client;
    this.selection = selection;
    this.output = output;
    this.clock = clock;
  }

  /** What a replay may spoil, in words; empty if nothing. */
  Optional<String> risk() {
    ReplayRisk risk = new ReplayRisk();
    each(
        (sink, letter) -> {
          if (letter.key() != null) {
            risk.addKeyed(letter.at());
          }
        });
    return risk.warning(clock.instant());
  }

  /** How many letters are meant; those that come from now on are not purged with them. */
  long count() {
    AtomicLong count = new AtomicLong();
    counted.clear();
    each(
        (sink, letter) -> {
          counted.put(place(sink, letter), letter.offset());
          count.incrementAndGet();
        });
    return count.get();
  }

  private TopicPartition place(SinkSpec sink, Letter letter) {
    return new TopicPartition(Translation.deadLetters(connector(sink)), letter.partition());
  }

  private void each(BiConsumer<SinkSpec, Letter> taker) {
    try {
      for (SinkSpec sink : pipeline.sinks()) {
        Predicate<Letter> wanted = selection.ofSink(sink.name());
        DeadLetterTopic topic = new DeadLetterTopic(client, connector(sink));
        LetterMarks marks = topic.marks();
        topic.read(
            letter -> {
              if (marks.isOpen(letter) && wanted.test(letter)) {
                taker.accept(sink, letter);
              }
              return true;
            });
      }
    } catch (ConnectException e) {
      throw KafkaLetters.failure(e);
    }
  }

  /**
   * Sends the letters through again and waits for the sinks.
   *
   * @param wait how long; zero for not at all
   */
  ExitCode replay(Duration wait) {
    long sent = 0;
    long lost = 0;
    long failed = 0;
    boolean arrived = true;
    try {
      for (SinkSpec sink : pipeline.sinks()) {
        LetterReplay.Sent one = send(sink);
        sent += one.letters();
        lost += one.lost();
        if (one.letters() > 0 && !wait.isZero()) {
          try (Arrival arrival = new Arrival(client, connector(sink))) {
            arrived &= arrival.await(one, wait);
            failed += arrival.failedAgain(one);
          }
        }
      }
    } catch (ConnectException e) {
      throw KafkaLetters.failure(e);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    document.put("replayed", sent - failed);
    document.put("failed_again", failed);
    document.put("lost", lost);
    document.put("arrived", !wait.isZero() && arrived);
    output.document(document);
    say(sent, failed, lost, wait, arrived);
    boolean well = failed == 0 && lost == 0 && arrived;
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private void say(long sent, long failed, long lost, Duration wait, boolean arrived) {
    if (sent == 0 && lost == 0) {
      output.line("No such open letters.");
      return;
    }
    output.line(
        Figures.count(sent - failed) + " replayed, " + Figures.count(failed) + " failed again.");
    if (lost > 0) {
      output.line(
          Figures.count(lost)
              + " stay open: the topic that they came from is not there any more, or they do not"
              + " say it.");
    }
    if (wait.isZero()) {
      output.line("Nobody has waited for the sink: sluice dlq ls shows what fails again.");
    } else if (!arrived) {
      output.line(
          "The sink has not come to all of them within "
              + Figures.time(wait)
              + ": it gets them when it does (sluice status), and sluice dlq ls shows what fails"
              + " again.");
    }
  }

  private LetterReplay.Sent send(SinkSpec sink) {
    List<String> others =
        pipeline.sinks().stream()
            .filter(other -> !other.name().equals(sink.name()))
            .map(this::connector)
            .toList();
    try (LetterReplay replay = new LetterReplay(client, connector(sink), others, note(""))) {
      return replay.send(selection.ofSink(sink.name()));
    }
  }

  /**
   * Takes the letters that were counted out for good.
   *
   * @param matching how many they are, from {@link #count}
   * @param go whether it is to be done
   * @param dryRun whether nobody was asked, since it was not to be done
   */
  ExitCode purge(long matching, boolean go, boolean dryRun, String reason) {
    long purged = 0;
    long waiting = 0;
    try {
      for (SinkSpec sink : go ? pipeline.sinks() : List.<SinkSpec>of()) {
        Predicate<Letter> wanted =
            selection
                .ofSink(sink.name())
                .and(letter -> letter.offset() <= counted.getOrDefault(place(sink, letter), -1L));
        LetterPurge.Purged one =
            new LetterPurge(client, connector(sink), note(reason)).purge(wanted);
        purged += one.letters();
        waiting += one.waiting();
      }
    } catch (ConnectException e) {
      throw KafkaLetters.failure(e);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    document.put("matching", matching);
    document.put("purged", purged);
    document.put("waiting", waiting);
    output.document(document);
    output.line(
        dryRun
            ? "Dry run: " + Figures.count(matching) + " letters would be purged."
            : Figures.count(purged) + " of " + Figures.count(matching) + " letters purged.");
    if (waiting > 0) {
      output.line(
          Figures.count(waiting)
              + " of them lie in the topic until those before them are done with as well: Kafka"
              + " deletes from the front alone.");
    }
    return ExitCode.OK;
  }

  private String note(String reason) {
    Instant now = clock.instant();
    String who = System.getProperty("user.name", "unknown");
    return "by " + who + " at " + now + (reason.isEmpty() ? "" : ": " + reason);
  }

  private String connector(SinkSpec sink) {
    return Translation.sinkConnector(pipeline.name(), sink.name());
  }
}
