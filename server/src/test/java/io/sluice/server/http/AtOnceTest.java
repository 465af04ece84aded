package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.http.limit.ServerLimits;
import io.sluice.pipeline.server.Network;
import io.sluice.server.access.Permission;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Route;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for nothing is answered whatever else waits. */
@Timeout(60)
class AtOnceTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ServedRoutes served =
      ServedRoutes.of(
          one(),
          EventHub.Bounds.usual(),
          Route.get("/waiting").needs(Access.open()).does(request -> untilTheEnd()),
          Route.get("/other").needs(Access.open()).does(request -> Answer.text("text/plain", "x")),
          Route.get("/probe")
              .needs(Access.open())
              .atOnce()
              .does(request -> Answer.text("text/plain", "alive")));

  @AfterEach
  void close() {
    end.countDown();
    served.close();
  }

  /** One request at a time, and none that waits for it. */
  private static WebSettings one() {
    ServerLimits usual = ServerLimits.defaults();
    return new WebSettings(
        "127.0.0.1",
        0,
        new ServerLimits(
            usual.bodyBytes(),
            usual.headerBytes(),
            usual.connections(),
            1,
            0,
            Duration.ofMillis(1),
            usual.idle(),
            usual.arrival(),
            usual.taking(),
            usual.work()),
        Optional.empty(),
        Set.of(),
        List.<Network>of());
  }

  private Answer untilTheEnd() {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Answer.text("text/plain", "done");
  }

  @Test
  void a_probe_is_answered_while_all_places_for_requests_are_taken() throws Exception {
    try (Socket waiting =
        served.raw("GET /waiting HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
      assertThat(served.get("/other").status()).isEqualTo(503);

      assertThat(served.get("/probe").text()).isEqualTo("alive");
      assertThat(waiting.isConnected()).isTrue();
    }
  }

  @Test
  void nobody_is_asked_who_somebody_is_since_that_may_wait() {
    served.away = true;

    assertThat(served.get("/probe", "Authorization", "Bearer admin").text()).isEqualTo("alive");
    assertThat(served.recognised).hasValue(0);
  }

  @Test
  void what_not_everybody_may_ask_is_not_answered_at_once() {
    assertThatThrownBy(
            () ->
                Route.get("/secret")
                    .needs(Access.everywhere(Permission.SEE))
                    .atOnce()
                    .does(request -> Answer.text("text/plain", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/secret");
  }
}
