package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.state.deadletter.DeadLetter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 5: a letter is on disk before anything depends on its record not coming again. Looked
 * at in the moment itself, because what comes later would write the letter as well.
 */
class LettersOnDiskTest {
  private static final int ALL = 1_000;

  @TempDir Path folder;
  private final AtomicInteger looked = new AtomicInteger();
  private final Set<Object> missing = Collections.synchronizedSet(new TreeSet<>());

  @Test
  void what_a_transform_refused_is_on_disk_when_its_epoch_is_prepared() {
    AtomicReference<Scenario> running = new AtomicReference<>();
    try (Scenario scenario =
        new Scenario(
            folder,
            (point, detail) -> {
              if (point == Failpoint.AFTER_PREPARE) {
                lookForLettersBefore(detail, Objects.requireNonNull(running.get()));
              }
            })) {
      running.set(scenario);
      Refusals.by(scenario);
      run(scenario);
    }
    assertThat(missing).isEmpty();
    assertThat(looked.get()).isGreaterThan(1);
  }

  @Test
  void what_a_sink_refused_is_on_disk_before_the_sink_commits() {
    try (Scenario scenario = new Scenario(folder)) {
      Refusals.by(scenario);
      Set<Object> refused = new HashSet<>(); // on the sink's thread only
      Target.PutHook refuse = scenario.target().beforePut;
      scenario.target().beforePut =
          (task, records) -> {
            refuse.beforePut(task, records);
            records.stream()
                .filter(record -> String.valueOf(record.value()).endsWith("7"))
                .forEach(record -> refused.add(record.kafkaOffset()));
          };
      scenario.target().beforeCommit =
          task -> {
            looked.incrementAndGet();
            Set<Object> left = new HashSet<>(refused);
            Refusals.onDisk(scenario, DeadLetter.Stage.SINK)
                .forEach(letter -> left.remove(letter.offset()));
            missing.addAll(left);
          };
      run(scenario);
    }
    assertThat(missing).isEmpty();
    assertThat(looked.get()).isGreaterThan(1);
  }

  private void lookForLettersBefore(long epoch, Scenario scenario) {
    looked.incrementAndGet();
    Map<String, String> offsets = scenario.state.checkpoints().sourceOffsetsAt("numbers", epoch);
    Set<String> onDisk =
        Refusals.onDisk(scenario, DeadLetter.Stage.TRANSFORM).stream()
            .map(letter -> String.valueOf(letter.sourceOffset()))
            .collect(Collectors.toSet());
    for (String offset : offsets.values()) {
      long end = Long.parseLong(offset.replaceAll("\\D", ""));
      LongStream.range(0, end)
          .filter(number -> number % 10 == 0)
          .mapToObj(number -> "{\"next\":" + (number + 1) + "}")
          .filter(letter -> !onDisk.contains(letter))
          .forEach(missing::add);
    }
  }

  private static void run(Scenario scenario) {
    scenario.script.hook = (task, next) -> Thread.sleep(1);
    scenario.script.available.set(ALL);
    PipelineRun run = scenario.start();
    scenario.awaitRows(Refusals.accepted(ALL).size());
    run.stop(Duration.ofSeconds(10));
  }
}
