package io.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.atomic.AtomicLong;
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
            new CheckpointCoordinator.Timing(Ticker.SYSTEM, Failpoints.NONE, null));
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

  @Test
  void it_sleeps_while_there_is_nothing_and_a_record_wakes_it() throws InterruptedException {
    CheckpointCoordinator sleepy =
        new CheckpointCoordinator(
            new CheckpointCoordinator.Plan(
                "quiet", "", 1, 1, TimeUnit.MILLISECONDS.toNanos(20), Long.MAX_VALUE, 0),
            state.checkpoints(),
            new PreparedGate(),
            new Silent(),
            new CheckpointCoordinator.Timing(Ticker.SYSTEM, Failpoints.NONE, null));
    BlockingQueue<Long> epochs = new LinkedBlockingQueue<>();
    Quiet source = new Quiet(sleepy, epochs);
    sleepy.begin(List.of(source));
    Thread running = new Thread(sleepy);
    running.start();
    try {
      for (long epoch = 1; epoch <= 5; epoch++) {
        long before = asleep(running, sleepy);
        Thread.sleep(100);
        assertThat(sleepy.turns()).isEqualTo(before);

        source.polls(3);

        assertThat(epochs.poll(20, TimeUnit.SECONDS)).isEqualTo(epoch);
        sleepy.answered(0, epoch, epoch, 1);
      }
    } finally {
      sleepy.stop();
      running.join();
    }
  }

  /** Waits until it waits without an end; the turns up to then. */
  private static long asleep(Thread running, CheckpointCoordinator sleepy) {
    await().atMost(20, TimeUnit.SECONDS).until(() -> running.getState() == Thread.State.WAITING);
    return sleepy.turns();
  }

  /** A source that has something when it is told so. */
  private static final class Quiet extends Source {
    private final CheckpointCoordinator coordinator;
    private final BlockingQueue<Long> epochs;
    private final AtomicLong polled = new AtomicLong();

    Quiet(CheckpointCoordinator coordinator, BlockingQueue<Long> epochs) {
      this.coordinator = coordinator;
      this.epochs = epochs;
    }

    void polls(long records) {
      polled.addAndGet(records);
      coordinator.polled();
    }

    @Override
    public void barrierDue(long epoch) {
      coordinator.barrierSent(0, epoch, new SourceCut(Map.of(), Map.of(), polled.getAndSet(0)));
      epochs.add(epoch);
    }

    @Override
    public long polledSinceBarrier() {
      return polled.get();
    }
  }

  /** A source that always has something for another epoch. */
  private final class AlwaysPolled extends Source {
    @Override
    public void barrierDue(long epoch) {
      coordinator.barrierSent(0, epoch, new SourceCut(Map.of(), Map.of(), 10));
      cut.add(epoch);
    }

    @Override
    public long polledSinceBarrier() {
      return 10;
    }
  }

  /** One with room for all, and no sink ahead of it. */
  private abstract static class Source implements SourceSide {
    @Override
    public void helpWithBarrier() {}

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
