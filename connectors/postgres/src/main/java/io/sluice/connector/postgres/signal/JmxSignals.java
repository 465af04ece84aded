package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.jmx.OwnBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operation of an MBean of this process. */
final class JmxSignals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JmxSignals.class);

  private final String channel;
  private final Consumer<Arrived> into;
  private @Nullable OwnBean registered;

  /**
   * @param name of the MBean
   * @param channel what signals from here are said to come from
   * @param into takes signals, on any thread
   */
  JmxSignals(String name, String channel, Consumer<Arrived> into) {
    this.channel = channel;
    this.into = into;
    try {
      ObjectName wanted = new ObjectName(name);
      registered = new OwnBean(new Operations(), SignalsMXBean.class);
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
  public void close() {
    if (registered != null) {
      registered.close();
    }
  }

  private final class Operations implements SignalsMXBean {

    @Override
    public void signal(String id, String type, String data) {
      into.accept(new Arrived(new Signal(id == null ? "" : id, type, data, channel), null, null));
    }

    @Override
    public @Nullable String execute(String id, String type, String data, long millis) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      into.accept(new Arrived(new Signal(id, type, data, channel), null, answer));
      try {
        return answer.get(millis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      } catch (ExecutionException e) {
        throw new IllegalStateException("An answer is given, never thrown", e);
      }
    }
  }
}
