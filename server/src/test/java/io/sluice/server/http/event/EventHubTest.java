package io.sluice.server.http.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One listener's trouble is no other's, however deep it goes. */
@Timeout(60)
class EventHubTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Feed SILENT = List::of;

  /** Takes whatever is written. */
  private static final class Sink extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      try {
        listener.onWritePossible();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void write(int one) {}
  }

  @Test
  void a_feed_that_fails_for_good_ends_its_stream_alone() {
    try (EventHub hub = new EventHub(new EventHub.Bounds(10, 10, LONG, LONG))) {
      AtomicInteger asked = new AtomicInteger();
      for (int i = 0; i < 3; i++) {
        hub.open(
            "ann",
            () -> {
              asked.incrementAndGet();
              return List.of();
            },
            () -> true,
            new Sink());
      }
      await().until(() -> asked.get() == 3);
      hub.open(
          "bob",
          () -> {
            throw new NoClassDefFoundError("of a page");
          },
          () -> true,
          new Sink());

      await().until(() -> hub.size() == 3);
      hub.wake();
      await().until(() -> asked.get() == 6);
    }
  }

  @Test
  void who_listens_is_looked_after_again_after_whatever_was_thrown() {
    try (EventHub hub = new EventHub(new EventHub.Bounds(10, 10, LONG, Duration.ofMillis(5)))) {
      AtomicInteger looks = new AtomicInteger();
      hub.open(
          "ann",
          SILENT,
          () -> {
            if (looks.incrementAndGet() == 1) {
              throw new NoClassDefFoundError("of who knows it");
            }
            return false;
          },
          new Sink());

      await().until(() -> hub.size() == 0);
      assertThat(looks).hasValue(2);
    }
  }
}
