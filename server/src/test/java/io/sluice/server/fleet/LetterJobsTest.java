package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterJobsTest {
  @TempDir private Path folder;
  private final HandClock clock = new HandClock();

  @Test
  void a_job_for_which_there_is_no_thread_gives_back_what_it_held_and_stands_in_nobody_s_way() {
    try (StateDatabase state = StateDatabase.open(folder, clock);
        LetterJobs jobs = new LetterJobs(new LetterNotes(state.audit()), text -> text, clock)) {
      AtomicInteger given = new AtomicInteger();
      LetterTask.Order order =
          new LetterTask.Order(
              "ada", "shop", LetterJob.Kind.PURGE, LetterChoice.ALL, "", Duration.ofSeconds(1));
      LetterWork work = new LetterWork(3, true, task -> task.add(3, 0), given::incrementAndGet);
      jobs.close(); // As when no thread can be made, it takes none on.

      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(() -> jobs.begin(order, work))
            .as("nothing that is under way is in its way")
            .isInstanceOf(RejectedExecutionException.class);
        assertThat(given).hasValue(i);
        assertThat(jobs.all("shop")).isEmpty();
      }
    }
  }
}
