package io.sluice.state.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.storage.StateException;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Two processes on one state: one dies, or stands still for longer than its lease is. */
@Timeout(60)
class LeaseProcessesTest {
  private static final String P = "shop";
  private static final Duration LATER = Duration.ofSeconds(30);

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void a_killed_process_is_followed_in_seconds_and_all_that_it_had_prepared_is_there()
      throws Exception {
    Process child = child();
    try (StateDatabase state = open(database.jdbcUrl());
        BufferedReader out = child.inputReader()) {
      long last = 0;
      while (last < 20) {
        last = Long.parseLong(out.readLine());
      }
      assertThatThrownBy(() -> state.lock(P))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("process " + child.pid());
      assertThat(state.holderOf(P)).contains(new Holder(child.pid(), null));
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();

      PipelineLock lock = takeOver(state);

      Checkpoint newest = state.checkpoints().epochs(P).stream().reduce((a, b) -> b).orElseThrow();
      assertThat(newest.epoch()).isGreaterThanOrEqualTo(last);
      state.checkpoints(lock).prepare(P, epoch(newest.epoch() + 1));
    } finally {
      child.destroyForcibly();
    }
  }

  /** It prepares epochs without a look at its clock: only the database stands in its way. */
  @Test
  void a_process_that_stood_still_for_longer_than_its_lease_writes_nothing_when_it_goes_on()
      throws Exception {
    Process child = child();
    try (StateDatabase state = open(database.jdbcUrl());
        BufferedReader out = child.inputReader()) {
      while (Long.parseLong(out.readLine()) < 5) {}
      signal(child, "STOP");
      PipelineLock lock = takeOver(state);
      long newest =
          state.checkpoints().epochs(P).stream().mapToLong(Checkpoint::epoch).max().orElseThrow();
      state.checkpoints(lock).prepare(P, epoch(newest + 1_000_000));
      signal(child, "CONT");

      String line = out.readLine();
      while (!line.startsWith("LOCKED")) {
        line = out.readLine(); // What it had said before it stood still.
      }
      assertThat(line).isEqualTo("LOCKED held=false");
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(state.checkpoints().epochs(P))
          .extracting(Checkpoint::epoch)
          .filteredOn(epoch -> epoch > newest)
          .containsExactly(newest + 1_000_000);
      assertThat(lock.held()).isTrue();
      lock.confirm();
    } finally {
      child.destroyForcibly();
    }
  }

  private static PipelineLock takeOver(StateDatabase state) {
    return await()
        .atMost(LATER)
        .ignoreExceptionsInstanceOf(StateException.class)
        .until(() -> state.lock(P), lock -> lock != null);
  }

  private static StateDatabase open(String url) {
    return StateDatabase.open(
        new PostgresAddress(url, null, null),
        LeaseTerms.of(Duration.ofSeconds(2)),
        Clock.systemUTC());
  }

  private static EpochRecord epoch(long number) {
    return new EpochRecord(number, Map.of("p", "" + number), Map.of(), 1);
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            database.jdbcUrl())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Takes the pipeline and prepares epochs until it is refused; tells each once it is prepared. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
      StateDatabase state = open(args[0]);
      PipelineLock lock = state.lock(P);
      long e = 1;
      while (true) {
        try {
          state.checkpoints(lock).prepare(P, epoch(e));
          System.out.println(e++);
        } catch (StateException refused) {
          // The server may have ended the connection in which it stood still.
          if (!refused.isTransient()) {
            System.out.println(refused.kind() + " held=" + lock.held());
            state.close();
            return;
          }
        }
      }
    }
  }
}
