package io.sluice.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Whose the lines of a log are. Those of a run's own threads are its pipeline's; this class knows
 * it of the others: of work that is done for a pipeline on a thread that serves many, and of Kafka
 * Connect's worker, which says for which connector a thread works. Whoever lays out the lines has
 * the one of the project that they are of. Thread-safe.
 */
public final class LogOwner {
  /** The key of a line's pipeline. */
  public static final String PIPELINE = "pipeline";

  /** So many connectors are known, those that were told last: a line more or less costs little. */
  static final int MOST_CONNECTORS = 10_000;

  /** Under which Connect's worker keeps it, as {@code [orders-archive|task-0]} (KIP-449). */
  private static final String CONTEXT = "connector.context";

  private static final Pattern CONNECTOR = Pattern.compile("\\[([^|\\]]+)");

  /** Pipelines by their connectors; guarded by itself. */
  private final Map<String, String> connectors = new LinkedHashMap<>();

  /** Of a project whose connectors nobody has named yet. */
  public LogOwner() {}

  /** The work, whose lines on its own thread are a pipeline's. */
  public static Runnable of(String pipeline, Runnable work) {
    return () -> {
      try (MDC.MDCCloseable owned = MDC.putCloseable(PIPELINE, pipeline)) {
        work.run();
      }
    };
  }

  /**
   * What a worker in this process says of a connector is this pipeline's from here on, also when
   * its run has ended: the worker speaks of it then, too. Whoever runs a connector of that name
   * next has it.
   */
  public void hasConnector(String pipeline, String connector) {
    synchronized (connectors) {
      connectors.remove(connector); // so that it is the newest
      connectors.put(connector, pipeline);
      if (connectors.size() > MOST_CONNECTORS) {
        connectors.remove(connectors.keySet().iterator().next());
      }
    }
  }

  /**
   * The pipeline whose line a thread writes; empty if it belongs to none.
   *
   * @param thread that writes
   * @param context what it has told the log of itself, by key
   */
  public Optional<String> of(Thread thread, Map<String, String> context) {
    return Optional.ofNullable(context.get(PIPELINE))
        .or(() -> ofConnector(context.getOrDefault(CONTEXT, "")))
        .or(() -> RunThreads.pipelineOf(thread));
  }

  private Optional<String> ofConnector(String context) {
    Matcher connector = CONNECTOR.matcher(context);
    if (!connector.lookingAt()) {
      return Optional.empty();
    }
    synchronized (connectors) {
      return Optional.ofNullable(connectors.get(connector.group(1)));
    }
  }
}
