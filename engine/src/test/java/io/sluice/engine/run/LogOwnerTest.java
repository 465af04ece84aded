package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogOwnerTest {
  private static Optional<String> here() {
    Map<String, String> context = MDC.getCopyOfContextMap();
    return LogOwner.of(Thread.currentThread(), context == null ? Map.of() : context);
  }

  @Test
  void lines_of_work_for_a_pipeline_are_its_own_and_no_later_ones() {
    AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.empty());

    LogOwner.of("orders", () -> seen.set(here())).run();

    assertThat(seen.get()).contains("orders");
    assertThat(here()).isEmpty();
  }

  @Test
  void a_worker_of_connect_speaks_of_connectors_which_are_somebodys() {
    LogOwner.hasConnector("orders", "orders-archive");
    Thread thread = Thread.currentThread();

    for (String context :
        new String[] {
          "[orders-archive|worker] ", "[orders-archive|task-0] ", "[orders-archive|task-0|offsets] "
        }) {
      assertThat(LogOwner.of(thread, Map.of("connector.context", context)))
          .as(context)
          .contains("orders");
    }
    for (String context : new String[] {"", "[", "[orders-archive-2|worker] ", "orders-archive"}) {
      assertThat(LogOwner.of(thread, Map.of("connector.context", context))).as(context).isEmpty();
    }
  }

  @Test
  void a_replay_of_dead_letters_is_the_pipelines_whose_letters_they_are()
      throws InterruptedException {
    AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.empty());

    Thread thread =
        new Thread(new RunThreads("orders.replay", "orders"), () -> seen.set(here()), "task");
    thread.start();
    thread.join();

    assertThat(seen.get()).contains("orders");
  }
}
