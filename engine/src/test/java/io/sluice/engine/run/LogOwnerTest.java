package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogOwnerTest {
  private final LogOwner owner = new LogOwner();

  private Optional<String> here() {
    Map<String, String> context = MDC.getCopyOfContextMap();
    return owner.of(Thread.currentThread(), context == null ? Map.of() : context);
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
    owner.hasConnector("orders", "orders-archive");
    Thread thread = Thread.currentThread();

    for (String context :
        new String[] {
          "[orders-archive|worker] ", "[orders-archive|task-0] ", "[orders-archive|task-0|offsets] "
        }) {
      assertThat(owner.of(thread, Map.of("connector.context", context)))
          .as(context)
          .contains("orders");
    }
    for (String context : new String[] {"", "[", "[orders-archive-2|worker] ", "orders-archive"}) {
      assertThat(owner.of(thread, Map.of("connector.context", context))).as(context).isEmpty();
    }
  }

  @Test
  void a_connector_is_its_last_pipelines_in_this_project_and_no_others() {
    Map<String, String> context = Map.of("connector.context", "[shared|worker] ");
    LogOwner other = new LogOwner();
    owner.hasConnector("orders", "shared");
    owner.hasConnector("invoices", "shared");

    assertThat(owner.of(Thread.currentThread(), context)).contains("invoices");
    assertThat(other.of(Thread.currentThread(), context)).isEmpty();
  }

  @Test
  void connectors_that_were_told_long_ago_are_forgotten_before_there_are_too_many() {
    owner.hasConnector("first", "first");
    owner.hasConnector("kept", "kept");
    for (int i = 0; i < LogOwner.MOST_CONNECTORS - 2; i++) {
      owner.hasConnector("p", "c" + i);
    }
    owner.hasConnector("kept", "kept");
    assertThat(ofConnector("first")).contains("first");

    owner.hasConnector("one", "more");

    assertThat(ofConnector("first")).isEmpty();
    assertThat(ofConnector("kept")).contains("kept");
    assertThat(ofConnector("c0")).contains("p");
    assertThat(ofConnector("more")).contains("one");
  }

  private Optional<String> ofConnector(String name) {
    return owner.of(Thread.currentThread(), Map.of("connector.context", "[" + name + "|task-0] "));
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
