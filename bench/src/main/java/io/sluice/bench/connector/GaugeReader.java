package io.sluice.bench.connector;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.management.JMX;

/**
 * Reads the gauge that a sink of the bench keeps, in whatever class loader of this process that
 * sink is.
 */
public final class GaugeReader {

  private final String gauge;

  public GaugeReader(String gauge) {
    this.gauge = gauge;
  }

  /** Forgets what an earlier run left, so that waiting waits for the next. */
  public void clear() {
    SinkGauge.unregister(gauge);
  }

  /**
   * Waits until so many records were handed over.
   *
   * @param trouble asked while waiting; throws to end it when nothing can come any more
   * @return the gauge, which goes on counting
   * @throws TimeoutException when they did not come in time
   */
  public SinkGaugeMXBean await(long records, Duration limit, Trouble trouble) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    var server = ManagementFactory.getPlatformMBeanServer();
    long seen = 0;
    while (System.nanoTime() < deadline) {
      if (server.isRegistered(SinkGauge.nameOf(gauge))) {
        SinkGaugeMXBean found =
            JMX.newMXBeanProxy(server, SinkGauge.nameOf(gauge), SinkGaugeMXBean.class);
        seen = found.getCount();
        if (seen >= records) {
          return found;
        }
      }
      trouble.check();
      Thread.sleep(5);
    }
    throw new TimeoutException(
        "Expected " + records + " records in the sink within " + limit + " but found " + seen);
  }

  /** Records a second from the first batch to the last. */
  public static double rate(SinkGaugeMXBean gauge) {
    return (gauge.getCount() - gauge.getFirstCount())
        * 1e9
        / (gauge.getLastNanos() - gauge.getFirstNanos());
  }

  /** Whether waiting still makes sense. */
  @FunctionalInterface
  public interface Trouble {
    void check() throws Exception;
  }
}
