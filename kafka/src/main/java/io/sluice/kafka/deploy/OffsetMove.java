package io.sluice.kafka.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.deploy.ConnectClusterException.Kind;
import io.sluice.kafka.wait.Patience;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Moves a connector to other offsets: stops it, since Connect moves none that runs, and puts it
 * back into the state in which it was found.
 *
 * <p>Where it is not known what became of the move, the connector is left stopped instead. A sink
 * that keeps its place in its target has moved there before Connect moves the group; resumed, it
 * would bring rows twice, or leave some out, of a move that is told as failed. A process that dies
 * meanwhile leaves it stopped too. For one thread and one move.
 */
public final class OffsetMove {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofMillis(250);

  /** How Connect says that a task which was told to stop has not come back from its call yet. */
  private static final String NOT_ENDED_YET = "can be safely retried";

  /** Connect's worker answers so and goes on with what it was asked for. */
  private static final String GOES_ON = "Request timed out";

  private final ConnectCluster cluster;
  private boolean begun;

  public OffsetMove(ConnectCluster cluster) {
    this.cluster = cluster;
  }

  /** Whether the cluster was asked to move anything; until then all is where it was. */
  public boolean isBegun() {
    return begun;
  }

  /**
   * Moves it and returns where it is then. A task that takes its time to end is waited for.
   *
   * @param to pairs of {@code partition} and {@code offset} as the cluster words them; null to
   *     forget everything
   * @throws ConnectClusterException when the cluster refuses, or the connector does not stop in
   *     time; says so where it is left stopped
   * @throws InterruptedException when it was interrupted before anything was moved, or after; it is
   *     put back then
   */
  public JsonNode move(String connector, @Nullable JsonNode to) throws InterruptedException {
    RunningConnector found = found(connector);
    JsonNode before;
    try {
      stop(connector);
      before = cluster.offsets(connector);
    } catch (ConnectClusterException | InterruptedException e) {
      throw putBackAfter(found, e); // It may stop all the same.
    }
    begun = true;
    try {
      change(connector, to);
    } catch (ConnectClusterException e) {
      if (isUnknown(found, before, e)) {
        throw leftStopped(connector, e);
      }
      throw putBackAfter(found, e);
    } catch (InterruptedException e) {
      throw leftStopped(
          connector,
          new ConnectClusterException(Kind.FAILED, "interrupted while its tasks end", e));
    }
    JsonNode now;
    try {
      now = cluster.offsets(connector);
    } catch (ConnectClusterException e) {
      throw putBackAfter(found, e);
    }
    putBack(found, null);
    return now;
  }

  /** The failure, unless it is that the thread was interrupted. */
  private ConnectClusterException putBackAfter(RunningConnector found, Exception failure)
      throws InterruptedException {
    boolean interrupted = Thread.interrupted() || failure instanceof InterruptedException;
    putBack(found, failure);
    if (interrupted || !(failure instanceof ConnectClusterException refused)) {
      InterruptedException end = new InterruptedException("interrupted in a move of offsets");
      end.initCause(failure);
      throw end;
    }
    return refused;
  }

  private void stop(String connector) throws InterruptedException {
    cluster.stop(connector);
    Patience patience = new Patience(MOST, EVERY);
    while (!found(connector).state().equals("STOPPED")) {
      if (!patience.again()) {
        throw new ConnectClusterException(
            Kind.FAILED,
            "connector " + connector + " has not stopped in " + MOST.toSeconds() + " s",
            null);
      }
    }
  }

  /** A task that was told to stop may be in a call still, and in its group with it. */
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
        boolean passing = String.valueOf(e.getMessage()).contains(NOT_ENDED_YET);
        if (!passing || !patience.again()) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether a failure leaves open what was moved. Of a source all offsets are written at once and
   * last, where the cluster itself has them; of a sink the target's come first, and are not seen.
   */
  private boolean isUnknown(
      RunningConnector found, JsonNode before, ConnectClusterException failure) {
    boolean ended =
        failure.kind() == Kind.FAILED && !String.valueOf(failure.getMessage()).contains(GOES_ON);
    if (!ended || !found.type().equals("source")) {
      return failure.kind() == Kind.FAILED || failure.kind() == Kind.UNREACHABLE;
    }
    try {
      return !cluster.offsets(found.name()).equals(before);
    } catch (ConnectClusterException e) {
      failure.addSuppressed(e);
      return true;
    }
  }

  private ConnectClusterException leftStopped(String connector, ConnectClusterException failure) {
    Thread.interrupted(); // The message says it; what is to be kept of this can be kept.
    return new ConnectClusterException(
        Kind.FAILED,
        "connector "
            + connector
            + " is left stopped, since it is not known whether it was moved, or its place in its"
            + " target alone: move it again until that succeeds, then have it go on (PUT "
            + "/connectors/"
            + connector
            + "/resume of Connect's REST API). "
            + failure.getMessage(),
        failure);
  }

  /** A connector that stays stopped is said, beside what went wrong before. */
  private void putBack(RunningConnector found, @Nullable Exception failure) {
    try {
      has(found);
    } catch (ConnectClusterException e) {
      ConnectClusterException left =
          new ConnectClusterException(
              e.kind(),
              "connector "
                  + found.name()
                  + (failure == null ? " is left stopped: " : " may be left stopped: ")
                  + e.getMessage()
                  + "; before: "
                  + (failure == null ? "its offsets are moved" : failure.getMessage()),
              failure == null ? e : failure);
      if (failure != null) {
        left.addSuppressed(e);
      }
      throw left;
    }
  }

  /** What is interrupted on its way is asked for once more. */
  private void has(RunningConnector found) {
    try {
      ask(found);
    } catch (ConnectClusterException e) {
      if (!Thread.interrupted()) {
        throw e;
      }
      ask(found);
    }
  }

  private void ask(RunningConnector found) {
    if (found.state().equals("PAUSED")) {
      cluster.pause(found.name());
    } else if (!found.state().equals("STOPPED")) {
      cluster.resume(found.name());
    }
  }

  private RunningConnector found(String connector) {
    return cluster
        .connector(connector)
        .orElseThrow(
            () ->
                new ConnectClusterException(
                    Kind.NOT_FOUND, "the cluster has no connector " + connector, null));
  }
}
