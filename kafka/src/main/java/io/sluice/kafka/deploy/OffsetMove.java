package io.sluice.kafka.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.wait.Patience;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves a connector to other offsets: stops it, since Connect moves none that runs, and puts it
 * back into the state in which it was found, whatever is answered in between, and where the thread
 * is interrupted. A process that dies meanwhile leaves it stopped.
 */
public final class OffsetMove {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofMillis(250);

  private final ConnectCluster cluster;

  public OffsetMove(ConnectCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Moves it and returns where it is then.
   *
   * @param to pairs of {@code partition} and {@code offset} as the cluster words them; null to
   *     forget everything
   * @throws ConnectClusterException when the cluster refuses, or the connector does not stop in
   *     time; says so where it is left stopped
   * @throws InterruptedException when it was interrupted before it was through; whether the offsets
   *     are moved is not known then
   */
  public JsonNode move(String connector, @Nullable JsonNode to) throws InterruptedException {
    String before = state(connector);
    JsonNode now;
    try {
      cluster.stop(connector);
      await(connector, Set.of("STOPPED"));
      change(connector, to);
      now = cluster.offsets(connector);
    } catch (RuntimeException | InterruptedException e) {
      boolean interrupted = Thread.interrupted() || e instanceof InterruptedException;
      putBack(connector, before, e);
      if (interrupted) {
        InterruptedException end = new InterruptedException("interrupted in a move of offsets");
        end.initCause(e);
        throw end;
      }
      throw e;
    }
    putBack(connector, before, null);
    return now;
  }

  /** A connector that stays stopped is said, beside what went wrong before. */
  private void putBack(String connector, String state, @Nullable Exception failure) {
    try {
      has(connector, state);
    } catch (ConnectClusterException e) {
      String moved = failure == null ? "its offsets are moved" : failure.getMessage();
      ConnectClusterException left =
          new ConnectClusterException(
              e.kind(),
              "connector "
                  + connector
                  + " is left stopped: "
                  + e.getMessage()
                  + "; before: "
                  + moved,
              failure == null ? e : failure);
      if (failure != null) {
        left.addSuppressed(e);
      }
      throw left;
    }
  }

  /** What is interrupted on its way is asked for once more. */
  private void has(String connector, String state) {
    try {
      ask(connector, state);
    } catch (ConnectClusterException e) {
      if (!Thread.interrupted()) {
        throw e;
      }
      ask(connector, state);
    }
  }

  private void ask(String connector, String state) {
    if (state.equals("PAUSED")) {
      cluster.pause(connector);
    } else if (!state.equals("STOPPED")) {
      cluster.resume(connector);
    }
  }

  /** The members of a sink's group leave a moment after the connector has stopped. */
  private void change(String connector, @Nullable JsonNode to) throws InterruptedException {
    Patience patience = new Patience(MOST, EVERY);
    while (true) {
      try {
        if (to == null) {
          cluster.forgetOffsets(connector);
        } else {
          cluster.moveOffsets(connector, to);
        }
        return;
      } catch (ConnectClusterException e) {
        boolean passing = String.valueOf(e.getMessage()).contains("active");
        if (!passing || !patience.again()) {
          throw e;
        }
      }
    }
  }

  private void await(String connector, Set<String> states) throws InterruptedException {
    Patience patience = new Patience(MOST, EVERY);
    while (!states.contains(state(connector))) {
      if (!patience.again()) {
        throw new ConnectClusterException(
            ConnectClusterException.Kind.REFUSED,
            "connector " + connector + " has not stopped in " + MOST.toSeconds() + " s",
            null);
      }
    }
  }

  private String state(String connector) {
    return cluster
        .connector(connector)
        .map(RunningConnector::state)
        .orElseThrow(
            () ->
                new ConnectClusterException(
                    ConnectClusterException.Kind.NOT_FOUND,
                    "the cluster has no connector " + connector,
                    null));
  }
}
