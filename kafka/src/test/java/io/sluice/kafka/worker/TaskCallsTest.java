package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TaskCallsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final TaskCalls calls = new TaskCalls(now::get);

  @Test
  void a_call_is_known_by_its_task_while_it_lasts() throws Exception {
    TaskCalls.Watch watch = watchOn("task-thread-shop-table-2-1");
    try (TaskCalls.Scope scope = watch.enter("put")) {
      pass(Duration.ofSeconds(40));

      assertThat(calls.of("shop-table-2", 1))
          .contains(new TaskCalls.Call("shop-table-2", 1, "put", Duration.ofSeconds(40)));
    }
    assertThat(calls.of("shop-table-2", 1)).isEmpty();
  }

  @Test
  void of_two_calls_at_a_time_the_older_one_is_told() throws Exception {
    TaskCalls.Watch watch = watchOn("task-thread-shop-0");
    TaskCalls.Scope commit = watch.enter("commit");
    pass(Duration.ofSeconds(5));
    TaskCalls.Scope poll = watch.enter("poll");

    assertThat(calls.of("shop", 0).orElseThrow().what()).isEqualTo("commit");
    commit.close();
    assertThat(calls.of("shop", 0).orElseThrow().what()).isEqualTo("poll");
    poll.close();
  }

  @Test
  void a_task_that_takes_the_place_of_one_that_hangs_is_the_one_that_is_told() throws Exception {
    TaskCalls.Watch hanging = watchOn("task-thread-shop-0");
    hanging.enter("put");
    TaskCalls.Watch next = watchOn("task-thread-shop-0");

    assertThat(calls.all()).isEmpty();
    hanging.end();
    next.enter("poll");
    assertThat(calls.of("shop", 0).orElseThrow().what()).isEqualTo("poll");
    next.end();
    assertThat(calls.all()).isEmpty();
  }

  private TaskCalls.Watch watchOn(String thread) throws InterruptedException {
    TaskCalls.Watch watch = calls.watch();
    Thread task = new Thread(() -> watch.enter("initialize").close(), thread);
    task.start();
    task.join();
    return watch;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
