package io.sluice.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.http.limit.ServerLimits;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.http.ServedRoutes.Reply;
import io.sluice.server.http.event.Event;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.event.Feed;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who listens, quickly, slowly and not at all. */
@Timeout(120)
class EventsTest {
  private static final int REQUESTS_AT_ONCE = 2;
  private static final Duration TAKING = Duration.ofMillis(1_000);

  /** More than what sockets keep for who does not read. */
  private static final int LARGE = 4 << 20;

  /** How long one waits for what must come. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final AtomicReference<String> now = new AtomicReference<>("0");
  private final AtomicInteger asked = new AtomicInteger();

  private final ServedRoutes served =
      ServedRoutes.of(
          settings(),
          new EventHub.Bounds(6, 4, Duration.ofMillis(300), Duration.ofMillis(100)),
          Route.get("/pipelines/{pipeline}/events")
              .part("pipeline", "Its name")
              .needs(Access.ofPipeline(Permission.SEE))
              .answers(io.sluice.server.http.route.Reply.events("What is new"))
              .does(request -> Answer.events(changes(""))),
          Route.get("/large")
              .needs(Access.known())
              .answers(io.sluice.server.http.route.Reply.events("Much that is new"))
              .does(request -> Answer.events(changes("x".repeat(LARGE)))),
          Route.get("/broken")
              .needs(Access.known())
              .answers(io.sluice.server.http.route.Reply.events("Fails"))
              .does(
                  request ->
                      Answer.events(
                          () -> {
                            throw new IllegalStateException("of a test");
                          })),
          Route.get("/plain").needs(Access.open()).does(request -> Answer.json(Map.of())));

  private static WebSettings settings() {
    ServerLimits usual = ServerLimits.defaults();
    ServerLimits limits =
        new ServerLimits(
            usual.bodyBytes(),
            usual.headerBytes(),
            100,
            REQUESTS_AT_ONCE,
            0,
            usual.longestWait(),
            Duration.ofSeconds(2),
            usual.arrival(),
            TAKING,
            usual.work());
    WebSettings local = WebSettings.local(0);
    return new WebSettings(
        local.host(), 0, limits, Optional.empty(), local.names(), local.proxies());
  }

  /** Tells what {@link #now} is, whenever it is something else than was told last. */
  private Feed changes(String ballast) {
    AtomicReference<String> told = new AtomicReference<>("");
    return () -> {
      asked.incrementAndGet();
      String current = now.get();
      return told.getAndSet(current).equals(current)
          ? List.of()
          : List.of(new Event("now", current + ballast));
    };
  }

  @AfterEach
  void stop() {
    served.close();
  }

  /** A connection on which events come. */
  private final class Listener implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    /**
     * @param by a token, or {@code session} with the name of one
     */
    Listener(String path, String by) throws IOException {
      String header =
          by.startsWith("session ")
              ? "Cookie: a=b; Sluice-Session=" + by.substring("session ".length())
              : "Authorization: Bearer " + by;
      socket = served.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** The next line that is one of these; fails when there are no more. */
    String next(String start) throws IOException {
      // Heartbeats come for ever: it is the clock that ends a wait for what does not.
      long end = System.nanoTime() + LONGEST.toNanos();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(start)) {
          return line;
        }
        if (System.nanoTime() > end) {
          throw new AssertionError("nothing but heartbeats before " + start);
        }
      }
      throw new IOException("ended before " + start);
    }

    /** All lines until the server says that there are no more. */
    List<String> rest() {
      return lines.lines().toList();
    }

    boolean isEnded() {
      try {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (lines.readLine() != null) {
          if (System.nanoTime() > end) {
            return false;
          }
        }
        return true;
      } catch (java.net.SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void who_listens_is_told_what_is_new_and_needs_no_thread_for_it() throws IOException {
    List<Listener> listeners = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * REQUESTS_AT_ONCE; i++) {
        Listener listener = new Listener("/pipelines/orders/events", "sales");
        listeners.add(listener);
        assertThat(listener.next("HTTP/1.1")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(listener.next("Content-Type:")).contains("text/event-stream");
        assertThat(listener.next("data:")).isEqualTo("data: 0");
      }
      assertThat(served.get("/plain").status()).as("requests have their threads").isEqualTo(200);
      for (String value : List.of("1", "2")) {
        now.set(value);
        served.events.wake();
        for (Listener listener : listeners) {
          assertThat(listener.next("event:")).isEqualTo("event: now");
          assertThat(listener.next("data:")).isEqualTo("data: " + value);
        }
      }
    } finally {
      for (Listener listener : listeners) {
        listener.close();
      }
    }
    // Nobody tells that a listener is gone, until something is sent to it.
    await().untilAsserted(() -> assertThat(served.events.size()).isZero());
  }

  @Test
  void silence_is_filled_so_that_nobody_takes_it_for_death() throws IOException {
    try (Listener listener = new Listener("/pipelines/orders/events", "viewer")) {
      listener.next("data:");
      // Longer than a connection may be silent, and than an answer may stand still.
      for (int i = 0; i < 10; i++) {
        assertThat(listener.next(":")).isEqualTo(":");
      }
      now.set("late");
      served.events.wake();
      assertThat(listener.next("data:")).isEqualTo("data: late");
    }
  }

  @Test
  void who_takes_nothing_holds_up_nobody_and_is_cut_off() throws IOException {
    try (Listener slow = new Listener("/large", "admin");
        Listener quick = new Listener("/pipelines/orders/events", "viewer")) {
      quick.next("data:");
      for (int i = 1; i <= 50; i++) {
        now.set(Integer.toString(i));
        served.events.wake();
        assertThat(quick.next("data:")).isEqualTo("data: " + i);
      }
      await().untilAsserted(() -> assertThat(served.events.size()).isEqualTo(1));
      assertThat(slow.isEnded()).isTrue();
    }
  }

  @Test
  void who_takes_it_late_is_told_only_what_is_new_by_then() throws IOException {
    try (Listener late = new Listener("/large", "admin")) {
      await().untilAsserted(() -> assertThat(asked).hasPositiveValue());
      for (int i = 1; i <= 50; i++) {
        now.set(Integer.toString(i));
        served.events.wake();
      }
      assertThat(late.next("data:")).startsWith("data: 0x");
      assertThat(late.next("data:")).startsWith("data: 50x");
      assertThat(asked.get()).as("what was never taken is not even made").isLessThan(50);
    }
  }

  @Test
  void one_has_so_many_streams_and_all_together_so_many() throws IOException {
    List<Listener> listeners = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        listeners.add(listening("viewer"));
      }
      Reply fifth = refused("viewer");
      assertThat(fifth.problem()).isEqualTo("too-many");
      assertThat(fifth.header("Retry-After")).isNotEmpty();
      listeners.add(listening("editor"));
      listeners.add(listening("editor"));
      assertThat(refused("admin").status()).isEqualTo(429);

      listeners.remove(0).close();
      await().untilAsserted(() -> assertThat(served.events.size()).isEqualTo(5));
      listeners.add(listening("admin"));
    } finally {
      for (Listener listener : listeners) {
        listener.close();
      }
    }
  }

  private Listener listening(String token) throws IOException {
    Listener listener = new Listener("/pipelines/orders/events", token);
    listener.next("data:");
    return listener;
  }

  private Reply refused(String token) {
    return served.get("/pipelines/orders/events", "Authorization", "Bearer " + token);
  }

  @Test
  void who_may_no_longer_listen_is_sent_away() throws IOException {
    try (Listener listener = listening("viewer")) {
      served.tokens.remove("viewer");
      assertThat(listener.isEnded()).isTrue();
    }
    try (Listener listener = listening("sales")) {
      served.tokens.put("sales", ServedRoutes.visitor("sales", Map.of(), null));
      assertThat(listener.isEnded()).isTrue();
    }
    assertThat(refused("sales").status()).isEqualTo(404);
  }

  @Test
  void who_may_do_less_than_before_begins_anew() throws IOException {
    try (Listener listener = listening("admin")) {
      served.tokens.put(
          "admin", ServedRoutes.visitor("admin", Map.of(Identity.EVERYWHERE, Role.VIEWER), null));
      assertThat(listener.isEnded()).as("its feed knew what an admin may see").isTrue();
    }
  }

  @Test
  void a_database_that_is_away_for_a_while_sends_nobody_away_and_holds_up_nothing()
      throws IOException {
    try (Listener listener = listening("viewer")) {
      served.away = true;
      int before = served.recognised.get();
      await().untilAsserted(() -> assertThat(served.recognised.get()).isGreaterThan(before + 3));
      now.set("1");
      served.events.wake();
      assertThat(listener.next("data:")).isEqualTo("data: 1");
      assertThat(listener.isEnded()).as("not for ever").isTrue();
    }
  }

  @Test
  void listening_is_no_use_of_a_session() throws IOException {
    try (Listener listener = new Listener("/pipelines/orders/events", "session viewer")) {
      listener.next("data:");
      int used = served.sessionsUsed.get();
      int before = served.recognised.get();
      await().untilAsserted(() -> assertThat(served.recognised.get()).isGreaterThan(before + 2));
      assertThat(served.sessionsUsed).hasValue(used);
      served.sessions.remove("viewer");
      assertThat(listener.isEnded()).isTrue();
    }
  }

  @Test
  void a_feed_that_fails_ends_its_own_stream() throws IOException {
    try (Listener other = listening("viewer");
        Listener broken = new Listener("/broken", "viewer")) {
      assertThat(broken.isEnded()).isTrue();
      now.set("1");
      served.events.wake();
      assertThat(other.next("data:")).isEqualTo("data: 1");
    }
  }

  @Test
  void a_server_that_stops_ends_the_streams_and_does_not_wait_for_them() throws IOException {
    try (Listener listener = listening("viewer")) {
      served.close();
      // By its last chunk: one that the server waited for in vain would be cut off without it.
      assertThat(listener.rest()).endsWith("0", "");
    }
  }
}
