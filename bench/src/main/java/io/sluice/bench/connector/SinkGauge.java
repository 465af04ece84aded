package io.sluice.bench.connector;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.ConnectException;

/** Written by one sink task, read by anybody: the counts of one run. */
final class SinkGauge implements SinkGaugeMXBean {

  private volatile long count;
  private volatile long firstNanos;
  private volatile long firstCount;
  private volatile long lastNanos;
  private long[] latencies = new long[0];
  private int taken;

  /** The name under which a gauge is found. */
  static ObjectName nameOf(String gauge) {
    try {
      return new ObjectName("io.sluice.bench", "gauge", gauge);
    } catch (JMException wrong) {
      throw new ConnectException(
          "'" + gauge + "' cannot name a gauge: use letters, digits and hyphens", wrong);
    }
  }

  /** Makes it readable, in place of any earlier one of that name. */
  void register(String gauge) {
    try {
      unregister(gauge);
      ManagementFactory.getPlatformMBeanServer().registerMBean(this, nameOf(gauge));
    } catch (JMException refused) {
      throw new ConnectException("The gauge '" + gauge + "' could not be registered", refused);
    }
  }

  static void unregister(String gauge) {
    try {
      if (ManagementFactory.getPlatformMBeanServer().isRegistered(nameOf(gauge))) {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(nameOf(gauge));
      }
    } catch (JMException refused) {
      throw new ConnectException("The gauge '" + gauge + "' could not be removed", refused);
    }
  }

  /** A batch was handed over. Only the task's thread calls this. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void handedOver(int records) {
    long now = System.nanoTime();
    if (firstNanos == 0) {
      firstNanos = now;
      firstCount = records;
    }
    lastNanos = now;
    // Last: whoever sees the count sees the times that belong to it.
    count += records;
  }

  /** A record took so long. Only the task's thread calls this. */
  synchronized void took(long micros) {
    if (taken == latencies.length) {
      latencies = Arrays.copyOf(latencies, Math.max(1024, taken * 2));
    }
    latencies[taken++] = micros;
  }

  @Override
  public long getCount() {
    return count;
  }

  @Override
  public long getFirstNanos() {
    return firstNanos;
  }

  @Override
  public long getFirstCount() {
    return firstCount;
  }

  @Override
  public long getLastNanos() {
    return lastNanos;
  }

  @Override
  public synchronized long[] getLatencies() {
    return Arrays.copyOf(latencies, taken);
  }
}
