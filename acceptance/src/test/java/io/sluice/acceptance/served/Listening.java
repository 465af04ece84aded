package io.sluice.acceptance.served;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Somebody who has the stream of events open, and opens it again whenever it breaks off. */
final class Listening implements AutoCloseable {
  private static final long REST_NANOS = 50_000_000;
  private static final String DATA = "data: ";

  private final ServerApi api;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong streams = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final Thread thread = new Thread(this::listen, "listener");
  private volatile boolean ending;

  Listening(ServerApi api) {
    this.api = api;
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    HttpRequest request =
        HttpRequest.newBuilder(api.url().resolve("/api/v1/events"))
            .header("Authorization", "Bearer " + api.token())
            .build();
    while (!ending) {
      try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
        streams.incrementAndGet();
        lines.filter(line -> line.startsWith(DATA)).forEach(this::hear);
      } catch (IOException | java.io.UncheckedIOException killed) {
        LockSupport.parkNanos(REST_NANOS);
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  private void hear(String line) {
    events.incrementAndGet();
    try {
      json.readTree(line.substring(DATA.length()));
    } catch (IOException broken) {
      unreadable.incrementAndGet();
    }
  }

  /** Events heard so far. */
  long events() {
    return events.get();
  }

  /** How often the stream was opened. */
  long streams() {
    return streams.get();
  }

  /** Events that are no documents. */
  long unreadable() {
    return unreadable.get();
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
  }
}
