package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.figures.Stage;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunFigures.StageFigures;
import io.sluice.engine.scenario.HookedTransform;
import io.sluice.engine.scenario.NumberSource;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured on the way is what went over it. */
@Timeout(60)
class FiguresTest {
  @TempDir Path folder;
  private Scenario scenario;

  @BeforeEach
  void open() {
    scenario = new Scenario(folder);
  }

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void each_edge_and_each_stage_has_the_records_that_went_over_it() {
    Target second = scenario.addTarget();
    scenario.addTransform(HookedTransform.class, scenario.sourceConfig);
    scenario.script.available.set(300);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    RunFigures figures = run.figures();

    assertThat(second.size()).isEqualTo(300);
    assertThat(figures.sinks()).extracting(SinkFigures::sink).containsExactly("sink0", "sink1");
    for (SinkFigures sink : figures.sinks()) {
      assertThat(sink.records()).isEqualTo(300);
      assertThat(sink.bytes()).isGreaterThan(300 * 10);
      assertThat(sink.lag()).isEqualTo(Duration.ZERO);
      assertThat(sink.datasets()).extracting(DatasetFigures::topic).containsExactly("numbers");
      assertThat(sink.datasets().get(0).records()).isEqualTo(300);
      assertThat(sink.otherRecords()).isZero();
    }
    assertThat(records(figures, Stage.POLL, null)).isEqualTo(300);
    assertThat(records(figures, Stage.TRANSFORM, null)).isEqualTo(300);
    assertThat(records(figures, Stage.PUT, "sink1")).isEqualTo(300);
  }

  @Test
  void latency_is_from_the_records_time_to_the_commit_of_the_sink_that_took_long() {
    Target slow = scenario.addTarget();
    AtomicBoolean slept = new AtomicBoolean();
    slow.beforeCommit =
        task -> {
          if (slow.puts.get() > 0 && slept.compareAndSet(false, true)) {
            Thread.sleep(300);
          }
        };
    scenario.script.maker =
        (partition, offset, task, number) -> {
          SourceRecord plain = NumberSource.plainRecord(partition, offset, task, number);
          return plain.newRecord(
              plain.topic(),
              null,
              plain.keySchema(),
              plain.key(),
              plain.valueSchema(),
              plain.value(),
              System.currentTimeMillis());
        };
    scenario.script.available.set(10);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    Latency late = run.figures().sinks().get(1).latency();

    assertThat(run.figures().sinks().get(0).latency().records()).isEqualTo(10);
    assertThat(late.records()).isEqualTo(10);
    assertThat(late.percentile(1).orElseThrow()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void topics_beyond_the_most_are_counted_together() {
    int topics = SinkFigures.MOST_DATASETS + 30;
    scenario.script.maker =
        (partition, offset, task, number) ->
            new SourceRecord(
                partition, offset, "t" + number % topics, null, null, null, null, "row");
    scenario.script.available.set(topics * 2L);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    SinkFigures sink = run.figures().sinks().get(0);

    assertThat(sink.datasets()).hasSize(SinkFigures.MOST_DATASETS);
    assertThat(sink.datasets().get(3).topic()).isEqualTo("t3");
    assertThat(sink.datasets()).allMatch(dataset -> dataset.records() == 2);
    assertThat(sink.otherRecords()).isEqualTo(60);
  }

  @Test
  void heartbeats_and_signals_are_no_datasets() {
    Schema heartbeat =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    scenario.sourceConfig.put("topic.prefix", "shop");
    scenario.sourceConfig.put("signal.data.collection", "public.signals");
    scenario.script.maker =
        (partition, offset, task, number) ->
            switch ((int) (number % 3)) {
              case 0 ->
                  new SourceRecord(
                      partition,
                      offset,
                      "beats",
                      0,
                      heartbeat,
                      new Struct(heartbeat).put("ts_ms", 7L));
              case 1 -> new SourceRecord(partition, offset, "shop.public.signals", null, "row");
              default -> new SourceRecord(partition, offset, "shop.public.orders", null, "row");
            };
    scenario.script.available.set(30);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    SinkFigures sink = run.figures().sinks().get(0);

    assertThat(sink.datasets())
        .extracting(DatasetFigures::topic)
        .containsExactly("shop.public.orders");
    assertThat(sink.datasets().get(0).records()).isEqualTo(10);
    assertThat(sink.otherRecords()).isZero();
  }

  @Test
  void what_is_handed_over_again_after_a_failure_makes_no_figure_fall() {
    scenario.script.available.set(200);
    scenario.script.hook =
        (task, next) -> {
          if (next == 100 && scenario.script.starts.size() == 1) {
            throw new IllegalStateException("the source breaks");
          }
        };
    PipelineRun run = scenario.start();
    scenario.awaitRows(200);
    scenario.awaitQuiet(run);

    assertThat(run.status().restarts()).isPositive();
    assertThat(run.figures().sinks().get(0).records())
        .isGreaterThanOrEqualTo(run.status().counts().delivered())
        .isGreaterThanOrEqualTo(200);
  }

  private static long records(RunFigures figures, Stage stage, @Nullable String sink) {
    return figures.stages().stream()
        .filter(one -> one.stage() == stage && (sink == null || sink.equals(one.sink())))
        .mapToLong(StageFigures::records)
        .sum();
  }
}
