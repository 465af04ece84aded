package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.NumberSource;
import io.sluice.engine.scenario.PickyTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.engine.tap.Node;
import io.sluice.engine.tap.Node.Leaf;
import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.TapStep;
import io.sluice.engine.tap.TapStep.Outcome;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.engine.tap.Watch;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.ErrorPolicy.OnRecord;
import io.sluice.pipeline.Ratio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.InsertHeader;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who looks into the stream sees what flows, and what flows does not mind. */
@Timeout(60)
class TapTest {
  private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

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
  void a_record_is_the_same_one_from_its_source_through_what_changed_it_into_each_sink() {
    scenario.addTarget();
    scenario.addTransform(RegexRouter.class, Map.of("regex", "nothing", "replacement", "else"));
    scenario.addTransform(InsertHeader.class, Map.of("header", "by", "value.literal", "us"));
    Watch watch = watch("0/7");

    deliver(8);

    TappedRecord seen = await(watch, 1, 2).get(0);
    assertThat(seen.steps())
        .extracting(TapStep::stage)
        .as("the router changed nothing")
        .startsWith(TapStage.SOURCE, TapStage.transform("InsertHeader"))
        .containsExactlyInAnyOrder(
            TapStage.SOURCE,
            TapStage.transform("InsertHeader"),
            TapStage.sink("sink0"),
            TapStage.sink("sink1"));
    assertThat(seen.steps()).extracting(TapStep::outcome).containsOnly(Outcome.PASSED);
    assertThat(text(requireNonNull(seen.steps().get(0).record()).value())).isEqualTo("0/7");
    assertThat(headers(seen.steps().get(0))).containsExactly("read_at");
    assertThat(headers(seen.steps().get(1))).containsExactly("read_at", "by");
    assertThat(((Node.Branch) seen.position()).children()).hasSize(2);
  }

  @Test
  void without_anybody_who_looks_nothing_is_kept_for_those_who_come_later() {
    deliver(50);

    Watch late = watch("");

    assertThat(late.since(0).records()).isEmpty();
    assertThat(late.since(0).picked()).isZero();
  }

  @Test
  void what_is_dropped_or_refused_ends_where_that_happened() {
    scenario.onError =
        new ErrorPolicy(
            OnRecord.DEAD_LETTER,
            Ratio.ofPercent(100),
            Duration.ofMinutes(1),
            1_000,
            Long.MAX_VALUE);
    scenario.addTransform(PickyTransform.class, Map.of("drop", "5", "refuse", "7", "again", "3"));
    scenario.target().beforePut =
        (task, records) -> {
          for (SinkRecord record : records) {
            if (record.value().equals("0/4")) {
              ((io.sluice.engine.scenario.TargetSink.TargetTask) task)
                  .refuse(record, new DataException("too even"));
            }
          }
        };
    Watch dropped = watch("0/5");
    Watch refused = watch("0/7");
    Watch again = watch("0/3");
    Watch bySink = watch("0/4");

    deliver(9);

    assertThat(steps(await(dropped, 1, 0)))
        .containsExactly("SOURCE  PASSED", "TRANSFORM PickyTransform DROPPED");
    assertThat(steps(await(refused, 1, 0)))
        .containsExactly("SOURCE  PASSED", "TRANSFORM PickyTransform FAILED");
    assertThat(refused.since(0).records().get(0).steps().get(1).error())
        .isEqualTo(DataException.class.getName() + ": this number is refused");
    assertThat(steps(await(again, 1, 1))).containsExactly("SOURCE  PASSED", "SINK sink0 PASSED");
    List<String> ofSink = steps(await(bySink, 1, 2));
    assertThat(ofSink).containsExactly("SOURCE  PASSED", "SINK sink0 PASSED", "SINK sink0 FAILED");
  }

  @Test
  void a_sink_with_converters_is_shown_what_it_is_put() {
    scenario.sourceConfig.put("value.converter", JSON);
    scenario.sourceConfig.put("value.converter.schemas.enable", "false");
    scenario.sinkConfig.put("value.converter", TEXT);
    Watch watch = watch("0/2");

    deliver(3);

    List<TapStep> steps = await(watch, 1, 1).get(0).steps();
    assertThat(text(requireNonNull(steps.get(0).record()).value())).isEqualTo("0/2");
    assertThat(text(requireNonNull(steps.get(1).record()).value())).isEqualTo("\"0/2\"");
  }

  @Test
  void a_watch_goes_on_when_the_source_breaks_and_over_the_next_run() {
    scenario.script.hook =
        (task, next) -> {
          if (next == 40 && scenario.script.starts.size() == 1) {
            throw new IllegalStateException("the source breaks");
          }
        };
    Watch watch = watch("0/55");
    deliver(80);
    await(watch, 1, 1);

    Watch next = watch("0/99");
    deliver(100);

    assertThat(steps(await(next, 1, 1))).containsExactly("SOURCE  PASSED", "SINK sink0 PASSED");
    assertThat(scenario.script.starts).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void two_who_look_see_each_what_they_look_for_and_one_who_holds_sees_nothing_new() {
    Watch all = watch("");
    Watch one = watch("0/3");
    Watch held = watch("");
    held.hold(true);

    deliver(20);

    assertThat(await(one, 1, 1)).extracting(record -> key(record)).containsExactly("0/3");
    assertThat(all.since(0).records()).hasSize(5).allMatch(record -> !key(record).isEmpty());
    assertThat(all.since(0).picked()).isEqualTo(5);
    assertThat(held.since(0).records()).isEmpty();
    long after = all.since(0).records().get(4).sequence();
    assertThat(all.since(after).records()).as("nothing is told twice").isEmpty();
  }

  @Test
  void the_rows_and_their_order_are_the_same_whoever_looks() {
    scenario.sourceConfig.put("acknowledge", "true");
    Target second = scenario.addTarget();
    scenario.addTransform(PickyTransform.class, Map.of("drop", "5", "refuse", "0"));
    scenario.script.batch = 100;
    for (int i = 0; i < 8; i++) {
      watch(i % 2 == 0 ? "" : "0/" + i);
    }

    deliver(5_000);

    List<Object> expected =
        IntStream.range(0, 5_000).filter(n -> n % 5 != 0).<Object>mapToObj(n -> "0/" + n).toList();
    assertThat(scenario.target().rows()).isEqualTo(expected);
    assertThat(second.rows()).isEqualTo(expected);
    assertThat(scenario.script.acknowledged).hasSize(5_000).isSorted();
  }

  @Test
  void a_value_that_cannot_be_looked_at_hurts_nobody() {
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
              null,
              number == 3 ? new ConnectHeaders().add("odd", new Sulking(), null) : null);
        };
    Watch broken = watch("0/3");
    Watch sound = watch("0/4");

    deliver(10);

    await(sound, 1, 1);
    assertThat(broken.since(0).records()).isEmpty();
    assertThat(scenario.target().rows()).hasSize(10);
  }

  /** As some lazy collection whose connection is gone. */
  private static final class Sulking extends AbstractMap<String, String> {
    @Override
    public Set<Entry<String, String>> entrySet() {
      throw new IllegalStateException("not to be looked at");
    }
  }

  private Watch watch(String key) {
    return scenario.engine.tap("numbers").open(key).orElseThrow();
  }

  /** Runs until so many numbers have gone their way. */
  private void deliver(int numbers) {
    scenario.script.available.set(numbers);
    PipelineRun run = scenario.start();
    Awaitility.await()
        .atMost(Scenario.SOON)
        .until(() -> run.status().counts().polled() >= 1 && isThrough(run, numbers));
    run.stop(Duration.ofSeconds(10));
  }

  private boolean isThrough(PipelineRun run, int numbers) {
    return scenario.awaitQuiet(run) != null
        && scenario.script.committed.getOrDefault(0, 0L) >= numbers;
  }

  /** Waits until a watch has so many records, each with so many steps at sinks. */
  private static List<TappedRecord> await(Watch watch, int records, int atSinks) {
    return Awaitility.await()
        .atMost(Scenario.SOON)
        .until(
            () -> watch.since(0).records(),
            seen ->
                seen.size() == records
                    && seen.stream().allMatch(record -> stepsAtSinks(record) == atSinks));
  }

  private static long stepsAtSinks(TappedRecord record) {
    return record.steps().stream()
        .filter(step -> step.stage().kind() == TapStage.Kind.SINK)
        .count();
  }

  private static List<String> steps(List<TappedRecord> records) {
    return records.get(0).steps().stream()
        .map(step -> step.stage().kind() + " " + step.stage().name() + " " + step.outcome())
        .toList();
  }

  private static String key(TappedRecord record) {
    return text(requireNonNull(record.steps().get(0).record()).key());
  }

  private static List<String> headers(TapStep step) {
    Node.Branch headers = (Node.Branch) requireNonNull(step.record()).headers();
    return headers.children().stream().map(Node.Child::name).toList();
  }

  private static String text(Node node) {
    return ((Leaf) node).text();
  }
}
