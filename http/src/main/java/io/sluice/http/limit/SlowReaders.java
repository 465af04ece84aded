package io.sluice.http.limit;

import java.time.Duration;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose client does not take its answer: the next bytes wait for it, and hardly
 * any went out within the time for that, however steadily it takes one now and then. A thread waits
 * with them, which others need.
 *
 * <p>Jetty 12.1.12 has nothing for it: its {@code MinimumDataRateHandler} looks when more is
 * written, which a write that waits prevents, and {@code HttpConfiguration.setMinResponseDataRate}
 * is not looked at by anything.
 */
public final class SlowReaders extends ConnectionWatch<SlowReaders.Progress> {
  /**
   * The longest piece in which an answer may be written, in bytes: a whole one counts as sent when
   * its first byte is.
   */
  public static final int PIECE = 32 << 10;

  /**
   * For {@code SO_SNDBUF}, in bytes. A socket takes more again when a third of this is free: longer
   * ones, which systems choose, would let a client look as if it had stopped.
   */
  public static final int SEND_BUFFER = 128 << 10;

  private static final long LEAST_BYTES = 64 << 10;

  /**
   * @param scheduler that is started before this, and stopped after
   * @param taking how long a client may take less than 64 KiB while more waits for it
   */
  public SlowReaders(Scheduler scheduler, Duration taking) {
    super(scheduler, taking);
  }

  /**
   * Counted in looks, not in time: a process that was held up itself has seen nothing meanwhile.
   *
   * @param bytes that were sent when the client was last found to take enough
   * @param looks that found it too slow since
   */
  record Progress(long bytes, int looks) {}

  @Override
  Progress begin() {
    return new Progress(0, 0);
  }

  @Override
  @Nullable Progress look(HttpConnection connection, Progress before) {
    long bytes = connection.getBytesOut();
    boolean waits =
        socket(connection) instanceof AbstractEndPoint end && end.getWriteFlusher().isPending();
    if (!waits || bytes - before.bytes >= LEAST_BYTES) {
      return new Progress(bytes, 0);
    }
    return before.looks == LOOKS ? null : new Progress(before.bytes, before.looks + 1);
  }
}
