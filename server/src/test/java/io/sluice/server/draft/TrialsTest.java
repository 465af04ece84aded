package io.sluice.server.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.project.Project;
import io.sluice.server.Projects;
import io.sluice.server.operate.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hangs when it is tried is given up on, but not forgotten. */
@Timeout(60)
class TrialsTest {
  @TempDir private Path folder;

  @Test
  void those_that_were_given_up_on_count_until_they_end() {
    CountDownLatch end = new CountDownLatch(1);
    try (Project project = Projects.in(folder)) {
      Trials trials = new Trials(project, Duration.ofMillis(1), 2);
      AtomicInteger begun = new AtomicInteger();
      while (begun.get() < 2) { // One may be given up on before it begins.
        assertThatThrownBy(
                () ->
                    trials.within(
                        "hang",
                        secrets ->
                            () -> {
                              begun.incrementAndGet();
                              return untilTheEnd(end);
                            }))
            .hasMessage("Could not hang: expected back within 1 ms, abandoned");
      }

      assertThatThrownBy(() -> trials.within("be tried", secrets -> () -> 1))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT))
          .hasMessageContaining("hang in their connectors");

      end.countDown();
      Awaitility.await().until(() -> isTried(trials));
    }
  }

  /** Whether there is a place again, be the answer in time or not. */
  private static boolean isTried(Trials trials) {
    try {
      trials.within("be tried", secrets -> () -> 1);
      return true;
    } catch (Refusal refusal) {
      return refusal.kind() != Refusal.Kind.CONFLICT;
    }
  }

  /** As a plugin that minds no interruption. */
  private static int untilTheEnd(CountDownLatch end) {
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException unminded) {
        continue;
      }
    }
    return 1;
  }
}
