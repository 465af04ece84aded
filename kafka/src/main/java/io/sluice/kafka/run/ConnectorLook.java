package io.sluice.kafka.run;

import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.ConnectClusterException.Kind;
import io.sluice.kafka.deploy.RunningConnector;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How all connectors of one Connect cluster are, for all who look at theirs again and again: what
 * one of them was told holds for the others who come soon behind. Connect tells of all connectors
 * at once, so that as many questions as pipelines would cost the square of their number. Safe for
 * use by several threads.
 */
public final class ConnectorLook {
  private final LongSupplier nanos;
  private final Lock asking = new ReentrantLock();
  private @Nullable Answer last;

  /**
   * What was told, or that it was not.
   *
   * @param askedAt in nanoseconds
   */
  private record Answer(
      long askedAt,
      Map<String, RunningConnector> connectors,
      @Nullable ConnectClusterException failure) {}

  /**
   * Nobody is asked yet.
   *
   * @param nanos a clock that only rises, by which {@link #since} is meant: {@link System#nanoTime}
   */
  public ConnectorLook(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Every connector by its name, as the cluster said when it was asked at that time or later; asks
   * it where nobody has since. One asks, whoever else wants to know waits for that answer.
   *
   * @param time in nanoseconds of the clock
   * @param cluster the one that all who look here mean, however each gets in
   * @throws ConnectClusterException when it did not say
   */
  Map<String, RunningConnector> since(long time, ConnectCluster cluster) {
    lock();
    try {
      Answer answer = last;
      if (answer == null || answer.askedAt() - time < 0) {
        answer = ask(cluster);
      }
      ConnectClusterException failure = answer.failure();
      if (failure != null) {
        throw new ConnectClusterException(
            failure.kind(), String.valueOf(failure.getMessage()), failure);
      }
      return answer.connectors();
    } finally {
      asking.unlock();
    }
  }

  private Answer ask(ConnectCluster cluster) {
    long now = nanos.getAsLong();
    Answer answer;
    try {
      answer = new Answer(now, Map.copyOf(cluster.connectors()), null);
    } catch (ConnectClusterException failure) {
      if (Thread.currentThread().isInterrupted()) {
        throw failure; // Of who asked, and of nobody else.
      }
      answer = new Answer(now, Map.of(), failure);
    }
    last = answer;
    return answer;
  }

  private void lock() {
    try {
      asking.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectClusterException(
          Kind.UNREACHABLE, "interrupted while the Connect cluster is asked", e);
    }
  }
}
