package io.sluice.engine.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Whose the lines of the log are. Those of a run's own threads are its pipeline's; this class knows
 * it of the others: of work that is done for a pipeline on a thread that serves many, and of Kafka
 * Connect's worker, which says for which connector a thread works. Thread-safe.
 */
public final class LogOwner {
  /** The key of a line's pipeline. */
  public static final String PIPELINE = "pipeline";

  /** Under which Connect's worker keeps it, as {@code [orders-archive|task-0]} (KIP-449). */
  private static final String CONTEXT = "connector.context";

  private static final Pattern CONNECTOR = Pattern.compile("\\[([^|\\]]+)");

  /**
   * Pipelines by their connectors. What a pipeline has left stays, since a worker speaks of a
   * connector after its run has ended, too; whoever runs a connector of that name next has it.
   */
  private static final Map<String, String> CONNECTORS = new ConcurrentHashMap<>();

  private LogOwner() {}

  /** The work, whose lines on its own thread are a pipeline's. */
  public static Runnable of(String pipeline, Runnable work) {
    return () -> {
      try (MDC.MDCCloseable owned = MDC.putCloseable(PIPELINE, pipeline)) {
        work.run();
      }
    };
  }

  /** What a worker in this process says of a connector is this pipeline's from here on. */
  public static void hasConnector(String pipeline, String connector) {
    CONNECTORS.put(connector, pipeline);
  }

  /**
   * The pipeline whose line a thread writes; empty if it belongs to none.
   *
   * @param thread that writes
   * @param context what it has told the log of itself, by key
   */
  public static Optional<String> of(Thread thread, Map<String, String> context) {
    return Optional.ofNullable(context.get(PIPELINE))
        .or(() -> ofConnector(context.getOrDefault(CONTEXT, "")))
        .or(() -> RunThreads.pipelineOf(thread));
  }

  private static Optional<String> ofConnector(String context) {
    Matcher connector = CONNECTOR.matcher(context);
    return connector.lookingAt()
        ? Optional.ofNullable(CONNECTORS.get(connector.group(1)))
        : Optional.empty();
  }
}
