package io.sluice.engine.run.flow;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Isolated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started connector: plans tasks, and watches over its source or target in threads of its own.
 * Its calls are made on one thread and with a deadline (invariant 7).
 */
final class ConnectorHandle<C extends Connector> {
  private static final Logger log = LoggerFactory.getLogger(ConnectorHandle.class);

  /**
   * What to start.
   *
   * @param who for messages, for example {@code sink warehouse}
   * @param name what the connector is told to be called
   */
  record Order(String who, String name, ConnectorSpec spec, Duration deadline) {}

  private final Order order;
  private final Isolated<C> connector;
  private final Map<String, String> config;
  private final PluginThread thread;

  private ConnectorHandle(Order order, Isolated<C> connector, Map<String, String> config) {
    this.order = order;
    this.connector = connector;
    this.config = config;
    this.thread = new PluginThread(order.who(), connector.loader());
  }

  /**
   * Starts a connector. Lets go of it again if that fails.
   *
   * @throws FaultException if it refuses, breaks or hangs
   */
  static <C extends Connector> ConnectorHandle<C> start(
      Order order,
      Isolated<C> connector,
      ConnectorContext context,
      Secrets secrets,
      Map<String, String> added)
      throws InterruptedException {
    Map<String, String> config = new HashMap<>(secrets.resolve(order.spec().config()));
    config.put("name", order.name());
    config.put("connector.class", connector.id().className());
    config.putIfAbsent("tasks.max", "1");
    config.putAll(added);
    ConnectorHandle<C> handle = new ConnectorHandle<>(order, connector, config);
    try {
      handle.thread.call(
          "start",
          order.deadline(),
          () -> {
            connector.instance().initialize(context);
            connector.instance().start(config);
            return true;
          });
      return handle;
    } catch (RuntimeException | InterruptedException failed) {
      handle.thread.close();
      throw failed;
    }
  }

  /** What {@code tasks.max} says. */
  static int tasksMax(Map<String, String> config) {
    String text = config.getOrDefault("tasks.max", "1").trim();
    try {
      int max = Integer.parseInt(text);
      if (max >= 1) {
        return max;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, like a number that is too small.
    }
    throw new FaultException(
        Fault.CONFIGURATION, "tasks.max: expected a whole number above zero, found '" + text + "'");
  }

  Isolated<C> connector() {
    return connector;
  }

  int tasksMax() {
    return tasksMax(config);
  }

  /**
   * The configurations of its tasks, complete.
   *
   * @param atMost what the connector is told; it may plan fewer
   */
  List<Map<String, String>> taskConfigs(int atMost) throws InterruptedException {
    return thread.call(
        "taskConfigs",
        order.deadline(),
        () -> {
          List<Map<String, String>> planned = connector.instance().taskConfigs(atMost);
          List<Map<String, String>> complete = new ArrayList<>();
          for (Map<String, String> one :
              planned == null ? List.<Map<String, String>>of() : planned) {
            Map<String, String> task = new HashMap<>(one);
            task.put("name", order.name());
            task.put("task.class", connector.instance().taskClass().getName());
            complete.add(task);
          }
          if (complete.size() > atMost) {
            throw new FaultException(
                Fault.CONFIGURATION,
                "tasks.max is "
                    + atMost
                    + ", but the connector planned "
                    + complete.size()
                    + " tasks");
          }
          return complete;
        });
  }

  /** Tells the connector to stop; walks away if it takes longer than this. */
  void stop(Duration deadline) {
    try {
      thread.call(
          "stop",
          deadline,
          () -> {
            connector.instance().stop();
            return true;
          });
    } catch (RuntimeException failed) {
      log.warn("{} did not stop in order", order.who(), failed);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } finally {
      thread.close();
    }
  }
}
