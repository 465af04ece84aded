package io.sluice.state.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.lease.Holder;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileLocksTest {
  @TempDir Path folder;
  private StateDatabase database;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder, new FixedClock());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void one_run_at_a_time_has_the_pipeline() {
    try (PipelineLock lock = database.lock("shop")) {
      assertThat(lock.held()).isTrue();
      assertLocked("this process");
      assertThat(database.holderOf("shop"))
          .contains(new Holder(ProcessHandle.current().pid(), null));
    }
    assertThat(database.holderOf("shop")).isEmpty();
    database.lock("shop").close();
  }

  @Test
  void two_pipelines_do_not_lock_each_other() {
    try (PipelineLock one = database.lock("one");
        PipelineLock two = database.lock("two")) {
      assertThat(one.held()).isTrue();
      assertThat(two.held()).isTrue();
    }
  }

  @Test
  void a_name_that_looks_like_a_path_stays_in_the_folder() {
    try (PipelineLock lock = database.lock("../../escape")) {
      assertThat(lock.pipeline()).isEqualTo("../../escape");
      assertThat(folder.resolve("../escape.lock")).doesNotExist();
    }
  }

  @Test
  void a_name_left_behind_by_a_process_with_our_pid_does_not_lock() throws Exception {
    // In a container the process after a crash often has the pid of the one before.
    Files.createDirectories(folder.resolve("locks"));
    Files.writeString(
        folder.resolve("locks/shop.holder"), ProcessHandle.current().pid() + " 12345\n");

    database.lock("shop").close();
  }

  @Test
  void a_killed_process_lets_go_and_leaves_all_that_it_had_prepared() throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = 0;
    try (BufferedReader out = child.inputReader()) {
      while (last < 20) {
        last = Long.parseLong(out.readLine());
      }
      assertLocked("process " + child.pid());
      assertThat(database.holderOf("shop")).contains(new Holder(child.pid(), null));
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(database.holderOf("shop")).isEmpty();
    try (PipelineLock lock = database.lock("shop")) {
      assertThat(lock.held()).isTrue();
      Checkpoint newest =
          database.checkpoints().epochs("shop").stream().reduce((a, b) -> b).orElseThrow();
      assertThat(newest.epoch()).isGreaterThanOrEqualTo(last);
      assertThat(database.checkpoints().sourceOffsetsAt("shop", newest.epoch()))
          .containsEntry("p", "" + newest.epoch());
    }
  }

  private void assertLocked(String by) {
    assertThatThrownBy(() -> database.lock("shop"))
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LOCKED))
        .hasMessageContainingAll("shop", by);
  }

  /** Takes the lock and prepares epochs until it is killed; tells each once it is prepared. */
  static final class Child {
    public static void main(String[] args) {
      StateDatabase database = StateDatabase.open(Path.of(args[0]), Clock.systemUTC());
      PipelineLock lock = database.lock("shop");
      for (long e = 1; lock.held(); e++) {
        database
            .checkpoints()
            .prepare("shop", new EpochRecord(e, Map.of("p", "" + e), Map.of(), 1));
        System.out.println(e);
      }
    }
  }
}
