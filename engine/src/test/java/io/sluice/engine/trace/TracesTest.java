package io.sluice.engine.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.scenario.HookedTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.trace.BatchTrace.TransformTime;
import io.sluice.engine.trace.FlowTrace.SinkPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows batches hears of each stop that they come by. */
@Timeout(60)
class TracesTest {
  private static final SinkPlace FIRST = new SinkPlace("sink0", 0);
  private static final SinkPlace SECOND = new SinkPlace("sink1", 0);

  @TempDir Path folder;
  private final Witness witness = new Witness();
  private Scenario scenario;

  @BeforeEach
  void open() {
    scenario = new Scenario(folder);
    scenario.engineFollowedBy(witness);
  }

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void a_batch_is_followed_from_its_poll_into_every_sink() {
    scenario.addTarget();
    scenario.addTransform(HookedTransform.class, scenario.sourceConfig);
    scenario.script.available.set(95);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    assertThat(witness.batches).extracting(seen -> seen.polled).containsOnly(10, 5).hasSize(10);
    for (Witness.Seen batch : witness.batches) {
      BatchTrace.Passed passed = requireNonNull(batch.passed);
      assertThat(passed.until()).isGreaterThan(passed.since());
      assertThat(passed.filtered() + passed.refused()).isZero();
      assertThat(passed.transforms())
          .extracting(TransformTime::transform)
          .containsExactly("HookedTransform");
      assertThat(passed.transforms().get(0).nanos()).isBetween(1L, passed.until() - passed.since());
      // An epoch that ends in the midst of it makes two puts of it.
      assertThat(batch.puts).containsOnly(FIRST, SECOND);
    }
    assertThat(witness.recordsPut(FIRST)).isEqualTo(95);
    assertThat(witness.recordsPut(SECOND)).isEqualTo(95);
  }

  @Test
  void an_epoch_is_followed_from_its_barrier_to_its_commit() {
    scenario.addTarget();
    scenario.script.available.set(30);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    long epoch = witness.committed.get();
    assertThat(epoch).isPositive();
    List<String> steps =
        witness.epochs.stream().filter(step -> step.endsWith(" " + epoch)).toList();
    assertThat(steps.subList(0, 2)).containsExactly("barrier " + epoch, "prepared " + epoch);
    assertThat(steps.subList(2, 4)).containsExactlyInAnyOrder("sink0 " + epoch, "sink1 " + epoch);
    assertThat(steps.get(4)).isEqualTo("committed " + epoch);
    assertThat(steps).hasSize(5);
  }

  @Test
  void what_a_batch_failed_of_is_told_and_the_flow_is_closed() {
    AtomicBoolean failed = new AtomicBoolean();
    scenario.target().beforePut =
        (task, records) -> {
          if (!records.isEmpty() && failed.compareAndSet(false, true)) {
            throw new IllegalStateException("the disk is full");
          }
        };
    scenario.script.available.set(10);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);

    assertThat(witness.batches.get(0).failures)
        .singleElement()
        .asString()
        .contains("put", "the disk is full");
    assertThat(witness.closed.get()).isEqualTo(1);
    assertThat(witness.batches).hasSizeGreaterThan(1);
    run.stop(Duration.ofSeconds(10));
    assertThat(witness.closed.get()).isEqualTo(2);
  }

  @Test
  void records_carry_the_header_of_their_batch_where_one_is_asked_for_and_not_else() {
    List<Header> headers = new CopyOnWriteArrayList<>();
    scenario.target().beforePut =
        (task, records) ->
            records.forEach(
                record ->
                    record.headers().allWithName("traceparent").forEachRemaining(headers::add));
    scenario.script.available.set(10);
    PipelineRun run = scenario.start();
    scenario.awaitQuiet(run);
    assertThat(headers).isEmpty();

    witness.header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    scenario.script.available.set(15);
    scenario.awaitRows(15);

    assertThat(headers).hasSize(5);
    assertThat(headers).extracting(Header::value).containsOnly(witness.header);
  }
}
