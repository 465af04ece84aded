package io.sluice.bench.work;

import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.kafka.KafkaBed;
import io.sluice.bench.kafka.OnKafka;
import io.sluice.bench.kafka.TaskCount;
import io.sluice.bench.kafka.Topic;
import io.sluice.bench.limit.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Reads one table of the source into topics, by our connector or by Debezium's, each into one of
 * its own. Timed from when the first record is in the topic until a reader of committed records can
 * read the last.
 */
final class TopicCaptures {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long LOOK_AGAIN_MS = 2;

  private final KafkaBed kafka;
  private final Path files;

  TopicCaptures(KafkaBed kafka, Workbench bench) throws IOException {
    this.kafka = kafka;
    this.files = bench.scratch("pipelines");
  }

  /** Starts a capture into the topic of its name. */
  OnKafka start(String name, Stop source) throws IOException {
    return kafka.start(PipelineFile.onKafka(files, name, source, name, null));
  }

  /** Waits until the capture that has just begun has so many records in its topic. */
  void await(OnKafka running, long records) throws Exception {
    TaskCount written = TaskCount.written(running.connector(0));
    Topic topic = topic(running.connector(0));
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (written.now() < records || topic.readable() < topic.written()) {
      pause(
          running, giveUp, records + " records in " + topic + ", " + written.now() + " are there");
    }
  }

  /**
   * The same, and answers how many came a second.
   *
   * @param before where the topic ended before the capture began
   */
  double rate(OnKafka running, long before, long records) throws Exception {
    Topic topic = topic(running.connector(0));
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    long first = topic.written();
    while (first <= before) {
      pause(running, giveUp, "the first record in " + topic);
      first = topic.written();
    }
    long start = System.nanoTime();
    await(running, records);
    return Rate.perSecond(records - (first - before), System.nanoTime() - start);
  }

  private static void pause(OnKafka running, long giveUp, String expected) throws Exception {
    running.check();
    if (System.nanoTime() > giveUp) {
      throw new TimeoutException("Expected " + expected + " within " + LIMIT);
    }
    Thread.sleep(LOOK_AGAIN_MS);
  }

  /** Runs a capture of a whole table once, and forgets its topic. */
  double snapshot(String name, Stop source, long rows) throws Exception {
    try (OnKafka running = start(name, source)) {
      double rate = rate(running, 0, rows);
      running.stop();
      return rate;
    } finally {
      topic(name).delete();
    }
  }

  /** The topic of a capture. */
  Topic topic(String name) {
    return kafka.topic(name);
  }
}
