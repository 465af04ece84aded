package io.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.Ticker;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCoordinatorTest {
  @TempDir Path folder;
  private final BlockingQueue<Long> cut = new LinkedBlockingQueue<>();
  private StateDatabase state;
  private CheckpointCoordinator coordinator;
  private Thread thread;

  @BeforeEach
  void start() {
    state = StateDatabase.open(folder, Clock.systemUTC());
    coordinator =
        new CheckpointCoordinator(
            new CheckpointCoordinator.Plan(
                "numbers", "", 1, 1, TimeUnit.HOURS.toNanos(1), Long.MAX_VALUE, 0),
            state.checkpoints(),
            new PreparedGate(),
            new Silent(),
            new CheckpointCoordinator.Timing(Ticker.SYSTEM, Failpoints.NONE));
    coordinator.begin(List.of(new AlwaysPolled()));
    thread = new Thread(coordinator);
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    coordinator.stop();
    thread.join();
    state.close();
  }

  @Test
  void a_checkpoint_that_is_asked_for_while_two_are_unanswered_comes_behind_them()
      throws InterruptedException {
    coordinator.requestCheckpoint();
    assertThat(cut.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
    coordinator.requestCheckpoint();
    assertThat(cut.poll(20, TimeUnit.SECONDS)).isEqualTo(2);

    coordinator.requestCheckpoint();
    assertThat(cut.poll(200, TimeUnit.MILLISECONDS)).isNull();
    coordinator.answered(0, 1, 1, 1);

    assertThat(cut.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
  }

  /** A source that always has something for another epoch. */
  private final class AlwaysPolled implements SourceSide {
    @Override
    public void barrierDue(long epoch) {
      coordinator.barrierSent(0, epoch, new SourceCut(Map.of(), Map.of(), 10));
      cut.add(epoch);
    }

    @Override
    public void helpWithBarrier() {}

    @Override
    public long polledSinceBarrier() {
      return 10;
    }

    @Override
    public long waitingForRoom() {
      return 0;
    }

    @Override
    public boolean isBehindItsSinks() {
      return false;
    }

    @Override
    public void committed(long epoch) {}
  }

  private static final class Silent implements CheckpointCoordinator.Listener {
    @Override
    public void beforePrepare(long epoch) {}

    @Override
    public void committed(long epoch) {}

    @Override
    public void coordinatorFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
