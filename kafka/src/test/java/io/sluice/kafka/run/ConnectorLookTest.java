package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.RunningConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One question to Connect serves all who look at about the same time. */
@Timeout(60)
class ConnectorLookTest {
  private static final String ONE =
      "{\"shop\": {\"info\": {\"config\": {}, \"type\": \"source\"}, \"status\": {\"connector\":"
          + " {\"state\": \"%s\"}, \"tasks\": []}}}";

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final ConnectorLook look = new ConnectorLook(now::get);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean slow;
  private HttpServer server;
  private ConnectCluster cluster;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/connectors",
        exchange -> {
          begun.countDown();
          try {
            if (slow) {
              answer.await();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body =
              ONE.formatted("STATE" + asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    cluster =
        new ConnectCluster(
            ConnectAddress.of(
                "http://127.0.0.1:" + server.getAddress().getPort(), Map.of(), Path.of("")));
  }

  @AfterEach
  void stop() {
    answer.countDown();
    server.stop(0);
  }

  private String state(long since) {
    return look.since(since, cluster).values().stream()
        .map(RunningConnector::state)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void an_answer_holds_until_somebody_wants_to_know_of_a_later_time() {
    long first = now.get();

    assertThat(state(first)).isEqualTo("STATE1");
    now.addAndGet(5); // Over the end of the numbers: nanoTime may begin anywhere.
    assertThat(state(first)).as("as old as what was asked for").isEqualTo("STATE1");
    assertThat(state(now.get())).as("behind a change").isEqualTo("STATE2");
    assertThat(state(now.get() - 1)).isEqualTo("STATE2");
    assertThat(asked).hasValue(2);
  }

  @Test
  void who_comes_while_it_is_asked_waits_for_that_answer() throws Exception {
    slow = true;
    long time = now.get();
    ExecutorService runs = Executors.newFixedThreadPool(20);
    try {
      List<Future<String>> looks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        looks.add(runs.submit(() -> state(time)));
      }
      begun.await();
      answer.countDown();
      for (Future<String> each : looks) {
        assertThat(each.get()).isEqualTo("STATE1");
      }
    } finally {
      runs.shutdownNow();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_failure_is_told_to_those_who_asked_for_that_time_and_is_no_answer_for_later() {
    status = 500;
    long time = now.get();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> state(time))
          .isInstanceOfSatisfying(
              ConnectClusterException.class,
              failed -> assertThat(failed.kind()).isEqualTo(ConnectClusterException.Kind.FAILED));
    }
    assertThat(asked).hasValue(1);
    status = 200;
    now.addAndGet(1);
    assertThat(state(now.get())).isEqualTo("STATE2");
  }

  @Test
  void who_is_interrupted_fails_alone() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> state(now.get())).isInstanceOf(ConnectClusterException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(state(now.get())).startsWith("STATE");
  }
}
