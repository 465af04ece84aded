package io.sluice.kafka.broker;

import io.sluice.kafka.fault.KafkaExits;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of Kafka's fault handlers, which would end the process: the first fatal fault is
 * kept and told, and the thread that met it ends with an exception. Safe for use by several
 * threads.
 */
final class FaultWatch implements FaultHandlerFactory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultWatch.class);

  private final AtomicReference<@Nullable BrokerFault> first = new AtomicReference<>();
  private final Consumer<BrokerFault> listener;
  private final AutoCloseable watch;

  /**
   * Begins to watch.
   *
   * @param exits where a wish to end the process arrives
   * @param listener told once, of the first fatal fault, on the thread that met it
   */
  FaultWatch(KafkaExits exits, Consumer<BrokerFault> listener) {
    this.listener = listener;
    this.watch = exits.onExit(e -> tell(new BrokerFault(String.valueOf(e.getMessage()), e)));
  }

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      String reason = name + ": " + message;
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("Counting a fault failed", e);
      }
      if (fatal) {
        tell(new BrokerFault(reason, cause));
      } else {
        LOG.error("Kafka's broker met a fault that does not end it: {}", reason, cause);
      }
      return new BrokerException(reason, cause);
    };
  }

  /** The fault that ended the broker, or null. */
  @Nullable BrokerFault fault() {
    return first.get();
  }

  private void tell(BrokerFault fault) {
    if (first.compareAndSet(null, fault)) {
      LOG.error("Kafka's broker has failed: {}", fault.reason(), fault.cause());
      listener.accept(fault);
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (Exception e) {
      throw new IllegalStateException("Nothing of it fails", e);
    }
  }
}
