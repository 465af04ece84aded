package io.sluice.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A page that is open, and hears of every change by events, and a Prometheus that asks once a
 * second, where it usually asks once in fifteen.
 */
public final class Watchers implements AutoCloseable {
  private final ServedFolder served;
  private final ScheduledExecutorService prometheus = Executors.newScheduledThreadPool(1);
  private final InputStream events;
  private final Thread page;
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong scraped = new AtomicLong();

  /** Begins to watch. */
  public Watchers(ServedFolder served) throws IOException, InterruptedException {
    this.served = served;
    HttpResponse<InputStream> stream =
        served
            .client()
            .send(
                served
                    .request("/api/v1/events")
                    .setHeader("Accept-Encoding", "identity")
                    .header("Accept", "text/event-stream")
                    .build(),
                BodyHandlers.ofInputStream());
    if (stream.statusCode() != 200) {
      throw new IOException("Expected events but was answered " + stream.statusCode());
    }
    events = stream.body();
    page = new Thread(this::hear, "page");
    page.setDaemon(true);
    page.start();
    var unused = prometheus.scheduleAtFixedRate(this::scrape, 0, 1, TimeUnit.SECONDS);
  }

  private void hear() {
    byte[] some = new byte[1 << 14];
    try {
      for (int read = events.read(some); read >= 0; read = events.read(some)) {
        heard.addAndGet(read);
      }
    } catch (IOException closed) {
      // Nobody listens any more.
    }
  }

  private void scrape() {
    try {
      scraped.addAndGet(served.get("/metrics").body().length);
    } catch (IOException gone) {
      // The server ends before those who watch it.
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes that both were told so far; a watcher that hears nothing measures nothing. */
  public long told() {
    return Math.min(heard.get(), scraped.get());
  }

  @Override
  public void close() throws IOException {
    prometheus.shutdownNow();
    events.close();
  }
}
