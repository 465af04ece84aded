package io.sluice.http.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.http.limit.BodyMemory.Room;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private static final int ALL = 10 << 20;

  private final BodyMemory memory = new BodyMemory(ALL, 50, Duration.ofMillis(50));
  private final Workers workers =
      new Workers("test", 1, 1, Duration.ofMillis(200), new Workers.Words("busy", "overdue"));
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    workers.close();
  }

  @Test
  void work_that_is_given_up_on_keeps_its_room_to_its_end() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Room room = memory.takeHeap(ALL)) {
      assertThatThrownBy(() -> workers.call(() -> waiting(ended), room.share()))
          .isInstanceOf(OverdueException.class);
    }

    assertThatThrownBy(() -> memory.takeHeap(ALL)).isInstanceOf(BusyException.class);
    end.countDown();
    ended.await();
    // The room is given back behind the work; whoever waits for it gets it.
    Room room = null;
    while (room == null) {
      room = taken();
    }
    room.close();
  }

  @Test
  void work_that_never_begins_keeps_no_room() throws Exception {
    ExecutorService asking = Executors.newFixedThreadPool(2);
    try {
      CountDownLatch ended = new CountDownLatch(1);
      Future<?> first = asking.submit(() -> workers.call(() -> waiting(ended), memory.take(0)));
      assertThatThrownBy(first::get).hasCauseInstanceOf(OverdueException.class);
      // The one thread is still at it: this waits in front of it, and gives up.
      try (Room room = memory.takeHeap(ALL)) {
        assertThatThrownBy(() -> workers.call(() -> 1, room.share()))
            .isInstanceOf(OverdueException.class);
      }
      memory.takeHeap(ALL).close();
      Future<?> queued = asking.submit(() -> workers.call(() -> 1, memory.take(0)));
      assertThatThrownBy(queued::get)
          .as("waits in its turn")
          .hasCauseInstanceOf(OverdueException.class);
    } finally {
      asking.shutdownNow();
    }
  }

  @Test
  void room_is_free_when_all_who_share_it_have_closed_it() {
    Room room = memory.takeHeap(ALL);
    Room shared = room.share();
    room.close();
    room.close();

    assertThatThrownBy(() -> memory.takeHeap(ALL)).isInstanceOf(BusyException.class);
    shared.close();
    memory.takeHeap(ALL).close();
    // Once, and not more than there was.
    Room again = memory.takeHeap(ALL);
    assertThatThrownBy(() -> memory.takeHeap(ALL)).isInstanceOf(BusyException.class);
    again.close();
  }

  private @Nullable Room taken() {
    try {
      return memory.takeHeap(ALL);
    } catch (BusyException e) {
      return null;
    }
  }

  private int waiting(CountDownLatch ended) {
    try {
      end.await();
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      ended.countDown();
    }
  }
}
