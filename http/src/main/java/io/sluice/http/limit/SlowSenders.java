package io.sluice.http.limit;

import java.time.Duration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which a request does not arrive: some bytes of it came, and the rest did
 * not follow within the time for that, however steadily it drips. (The time for silence is Jetty's
 * own, and every byte starts it anew.)
 */
public final class SlowSenders extends ConnectionWatch<SlowSenders.Progress> {
  private final Duration arrival;

  /**
   * @param scheduler that is started before this, and stopped after
   * @param arrival how long a request line and its headers may take
   */
  public SlowSenders(Scheduler scheduler, Duration arrival) {
    super(scheduler, arrival);
    this.arrival = arrival;
  }

  /**
   * @param bytes that had come when the last request was whole
   * @param requests that had come by then
   * @param sinceNanos since when more bytes are there; since the last look if none are
   */
  record Progress(long bytes, long requests, long sinceNanos) {}

  @Override
  Progress begin() {
    return new Progress(0, 0, System.nanoTime());
  }

  @Override
  @Nullable Progress look(HttpConnection connection, Progress before) {
    long now = System.nanoTime();
    long bytes = connection.getBytesIn();
    long requests = connection.getMessagesIn();
    // Who reads a body, or works on a request, has an eye on the time himself.
    boolean worked = connection.getHttpChannel().getRequest() != null;
    if (worked || requests != before.requests || bytes == before.bytes) {
      return new Progress(bytes, requests, now);
    }
    return now - before.sinceNanos > arrival.toNanos() ? null : before;
  }
}
