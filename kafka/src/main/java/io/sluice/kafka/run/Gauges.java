package io.sluice.kafka.run;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How much connectors have moved and how much waits: counts of the worker in this process, and what
 * Kafka knows of the sinks, wherever their worker is. For one thread.
 */
public final class Gauges implements AutoCloseable {
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final GroupLag lag;
  private final Map<String, String> client;
  private final Map<String, LetterCount> letters = new HashMap<>();
  private final Map<String, Counter> counters = new HashMap<>();

  /**
   * For the connectors on a Kafka.
   *
   * @param client settings of its clients, {@code bootstrap.servers} among them
   */
  public Gauges(Map<String, String> client) {
    this.client = Map.copyOf(client);
    lag = new GroupLag(client);
  }

  /** Records that a source connector's tasks in this process have written into topics. */
  public long written(String connector) {
    return total("source-task-metrics", connector, "source-record-write-total");
  }

  /** Records that a sink connector's tasks in this process were handed. */
  public long delivered(String connector) {
    return total("sink-task-metrics", connector, "sink-record-send-total");
  }

  /**
   * Records that a sink connector's tasks in this process were not handed, since a converter or a
   * transform could not process them: they are among the dead letters, and not among the {@link
   * #delivered}.
   */
  public long skipped(String connector) {
    return total("task-error-metrics", connector, "total-records-skipped");
  }

  /** Records that a sink connector's tasks in this process wrote into the topic of dead letters. */
  public long deadLettered(String connector) {
    return total("task-error-metrics", connector, "deadletterqueue-produce-requests");
  }

  /**
   * Where a sink connector is in its topics; empty when Kafka does not say.
   *
   * @param config its settings, as far as they are known
   */
  public Optional<GroupLag.Lag> lag(String connector, Map<String, String> config)
      throws InterruptedException {
    return lag.of(connector, config);
  }

  /**
   * Records that a sink connector has committed, delivered or set aside, from the first answer of
   * {@link #lag} to the last one.
   */
  public long moved(String connector) {
    return lag.moved(connector);
  }

  /**
   * Records that came into a sink connector's topic of dead letters since this was first asked, as
   * Kafka said last; empty when it has never said.
   */
  public OptionalLong letters(String connector) throws InterruptedException {
    return letters.computeIfAbsent(connector, name -> new LetterCount(client, name)).look();
  }

  /** Counts begin anew with a task, so what a former one had is kept. */
  private long total(String type, String connector, String attribute) {
    Counter counter =
        counters.computeIfAbsent(type + " " + connector + " " + attribute, key -> new Counter());
    try {
      ObjectName pattern =
          new ObjectName("kafka.connect:type=" + type + ",connector=" + connector + ",task=*");
      for (ObjectName name : beans.queryNames(pattern, null)) {
        double now = ((Number) beans.getAttribute(name, attribute)).doubleValue();
        counter.take(name, (long) now);
      }
    } catch (JMException e) {
      return counter.sum(); // The task has ended between the question and the answer.
    }
    return counter.sum();
  }

  private static final class Counter {
    private final Map<ObjectName, Long> newest = new HashMap<>();
    private long former;

    void take(ObjectName task, long now) {
      Long before = newest.put(task, now);
      if (before != null && now < before) {
        former += before;
      }
    }

    long sum() {
      return former + newest.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public void close() {
    letters.values().forEach(LetterCount::close);
    lag.close();
  }
}
