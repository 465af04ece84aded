package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.StateDatabase;
import io.sluice.state.history.Runs;
import io.sluice.testkit.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a run when its process is gone. */
class RunRecordTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void news_are_written_at_once_and_that_there_is_none_from_time_to_time(@TempDir Path folder) {
    HandClock clock = new HandClock(START);
    try (StateDatabase state = StateDatabase.open(folder, clock)) {
      long id = state.runs().start("numbers", "1", 1);
      RunRecord record = new RunRecord(state.runs(), id);
      record.progress(status(clock, 5));

      clock.advance(Duration.ofSeconds(9));
      record.progress(status(clock, 5));
      assertThat(run(state).seenAt()).isEqualTo(START);

      clock.advance(Duration.ofSeconds(1));
      record.progress(status(clock, 5));
      assertThat(run(state).seenAt()).isEqualTo(START.plusSeconds(10));

      clock.advance(Duration.ofSeconds(1));
      record.progress(status(clock, 6));
      assertThat(run(state).seenAt()).isEqualTo(START.plusSeconds(11));
      assertThat(run(state).counts().delivered()).isEqualTo(6);
    }
  }

  private static Runs.Run run(StateDatabase state) {
    return state.runs().latest("numbers").orElseThrow();
  }

  private static RunStatus status(HandClock clock, long delivered) {
    return new RunStatus(
        "numbers",
        RunState.RUNNING,
        START,
        clock.instant(),
        new RunStatus.Counts(delivered, delivered, 0, 0, 0),
        null,
        null,
        null,
        List.of(),
        List.of(),
        0,
        null,
        null);
  }
}
