package io.sluice.engine.run;

import io.sluice.engine.scenario.PickyTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.TargetSink;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Of ten numbers, a transform refuses the one that ends in 0, and a sink the one in 7. */
final class Refusals {
  private Refusals() {}

  static void by(Scenario scenario) {
    scenario.onError =
        new ErrorPolicy(
            ErrorPolicy.OnRecord.DEAD_LETTER,
            Ratio.ofPercent(100),
            Duration.ofMinutes(1),
            0,
            Long.MAX_VALUE);
    scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "10"));
    scenario.target().beforePut = Refusals::refuseSevens;
  }

  static void refuseSevens(SinkTask task, List<SinkRecord> records) {
    records.stream()
        .filter(record -> String.valueOf(record.value()).endsWith("7"))
        .forEach(
            record -> ((TargetSink.TargetTask) task).refuse(record, new DataException("seven")));
  }

  /** What is left of the numbers below this one. */
  static Set<Object> accepted(long end) {
    return LongStream.range(0, end)
        .filter(n -> n % 10 != 0 && n % 10 != 7)
        .<Object>mapToObj(n -> "0/" + n)
        .collect(Collectors.toSet());
  }

  /** The letters that are in the state now. */
  static List<DeadLetter> onDisk(Scenario scenario, DeadLetter.Stage stage) {
    return scenario.state.deadLetters().list(DeadLetters.Filter.open("numbers"), 0, 10_000).stream()
        .map(DeadLetters.Stored::letter)
        .filter(letter -> letter.stage() == stage)
        .toList();
  }
}
