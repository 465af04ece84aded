package io.sluice.bench.work;

import io.sluice.bench.bed.MixedChanges;
import io.sluice.bench.bed.Replica;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.kafka.KafkaBed;
import io.sluice.bench.kafka.OnKafka;
import io.sluice.bench.kafka.TaskCount;
import io.sluice.bench.limit.Rate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies as those of {@link ApplyMixed} that are kept on Kafka: out of a topic that another
 * pipeline fills before each round, or the whole way from the source.
 */
final class TopicApply implements AutoCloseable {

  private static final String TOPIC = "mixed";

  private final ApplyMixed apply;
  private final KafkaBed kafka;
  private final Path files;
  private final long changes;
  private final List<OnKafka> pipelines = new ArrayList<>();

  /** On a Kafka that is up, with copies that are empty. */
  TopicApply(ApplyMixed apply, KafkaBed kafka, Workbench bench, long changes) throws Exception {
    this.apply = apply;
    this.kafka = kafka;
    this.changes = changes;
    files = bench.scratch("pipelines");
  }

  /** Has a source of ours bring all changes into a topic, before anybody is timed. */
  TopicApply fillTopic(Workbench bench) throws Exception {
    TopicCaptures topics = new TopicCaptures(kafka, bench);
    OnKafka source = start(TOPIC, apply.captures().ours(TOPIC), null);
    long[] records = {apply.source().number("SELECT count(*) FROM " + apply.table())};
    topics.await(source, records[0]);
    apply.before(
        () -> {
          records[0] += MixedChanges.records(changes);
          topics.await(source, records[0]);
        });
    return this;
  }

  /**
   * Adds a sink that reads the topic; timed from the first record that it is given, until the last
   * change can be read in its copy.
   */
  TopicApply addSink(String name, String pipeline, ApplyMixed.Sink sink) throws Exception {
    Replica copy = apply.copy(pipeline);
    OnKafka running = start(pipeline, null, sink.into(apply.target(), copy.toString()));
    settle(running, copy);
    TaskCount given = TaskCount.given(running.connector(0));
    apply.add(
        name,
        () -> {
          running.resume();
          while (given.now() == 0) {
            running.check();
            Thread.sleep(1);
          }
          long start = System.nanoTime();
          return rate(start, running, copy);
        });
    return this;
  }

  /** Adds the whole way; timed from when it is told to go on, as what runs direct. */
  TopicApply addWhole(String name, String pipeline, ApplyMixed.Sink sink) throws Exception {
    Replica copy = apply.copy(pipeline);
    Stop from = apply.captures().ours(pipeline);
    OnKafka running = start(pipeline, from, sink.into(apply.target(), copy.toString()));
    settle(running, copy);
    apply.add(
        name,
        () -> {
          apply.captures().awaitFree(from.config());
          long start = System.nanoTime();
          running.resume();
          return rate(start, running, copy);
        });
    return this;
  }

  private double rate(long start, OnKafka running, Replica copy) throws Exception {
    long end = apply.awaitLast(copy, running::check);
    running.stop();
    return Rate.perSecond(changes, end - start);
  }

  private void settle(OnKafka running, Replica copy) throws Exception {
    apply.awaitLast(copy, running::check);
    running.stop();
  }

  private OnKafka start(String pipeline, @Nullable Stop source, @Nullable Stop sink)
      throws Exception {
    String topic = source == null ? TOPIC : pipeline;
    OnKafka running = kafka.start(PipelineFile.onKafka(files, pipeline, source, topic, sink));
    pipelines.add(running);
    return running;
  }

  /** Runs all rounds. */
  Duel fight() throws Exception {
    return apply.fight();
  }

  @Override
  public void close() {
    pipelines.forEach(OnKafka::close);
  }
}
