package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.jmx.OwnBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operation of an MBean of this process. */
final class JmxSignals implements SignalChannel {

  private static final Logger LOG = LoggerFactory.getLogger(JmxSignals.class);

  private final ConcurrentLinkedQueue<Signal> arrived = new ConcurrentLinkedQueue<>();
  private final Runnable wake;
  private final String channel;
  private @Nullable OwnBean registered;

  /**
   * @param name of the MBean
   * @param channel what signals from here are said to come from
   * @param wake called when a signal has arrived
   */
  JmxSignals(String name, String channel, Runnable wake) {
    this.channel = channel;
    this.wake = wake;
    try {
      ObjectName wanted = new ObjectName(name);
      SignalsMXBean bean =
          (id, type, data) -> {
            arrived.add(new Signal(id == null ? "" : id, type, data, channel));
            this.wake.run();
          };
      registered = new OwnBean(bean, SignalsMXBean.class);
      registered.register(wanted);
    } catch (JMException e) {
      LOG.warn("No signals over JMX: {} cannot be registered", name, e);
    }
  }

  /** The name that Debezium's MBeans of management have. */
  static String management(String context, String prefix) {
    return "debezium.postgres:type=management,context=" + context + ",server=" + value(prefix);
  }

  /** The MBean that the engine which runs the connector of this name looks for. */
  static String ours(String connector) {
    return "io.sluice:type=signals,connector=" + ObjectName.quote(connector);
  }

  private static String value(String text) {
    return text.matches("[\\w.-]+") ? text : ObjectName.quote(text);
  }

  @Override
  public List<Signal> poll() {
    List<Signal> signals = new ArrayList<>();
    for (Signal next = arrived.poll(); next != null; next = arrived.poll()) {
      signals.add(next);
    }
    return signals;
  }

  @Override
  public void close() {
    if (registered != null) {
      registered.close();
    }
  }
}
