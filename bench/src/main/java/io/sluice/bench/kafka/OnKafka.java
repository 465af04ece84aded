package io.sluice.bench.kafka;

import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.RunningConnector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The connectors of one pipeline on a {@link KafkaBed}; closing removes them. */
public final class OnKafka implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final long LOOK_AGAIN_MS = 20;

  private final ConnectCluster cluster;
  private final List<String> connectors;
  private long looked;

  OnKafka(ConnectCluster cluster, List<String> connectors) {
    this.cluster = cluster;
    this.connectors = List.copyOf(connectors);
  }

  /** What one of its connectors is called: the source's is the first. */
  public String connector(int index) {
    return connectors.get(index);
  }

  /**
   * Throws when a connector has failed, since nothing more will come then. Asks once a second,
   * however often it is called: the worker is to do other things.
   */
  public void check() throws IOException {
    if (System.nanoTime() - looked < Duration.ofSeconds(1).toNanos()) {
      return;
    }
    looked = System.nanoTime();
    for (String each : connectors) {
      RunningConnector found = cluster.connector(each).orElse(null);
      if (found != null && found.hasFailed()) {
        throw new IOException("Connector " + each + " has failed: " + found.failure());
      }
    }
  }

  /** Has all tasks end, and waits until they have. */
  public void stop() throws InterruptedException, TimeoutException {
    connectors.forEach(cluster::stop);
    long giveUp = System.nanoTime() + STOP_LIMIT.toNanos();
    for (String each : connectors) {
      while (!isStopped(each)) {
        if (System.nanoTime() > giveUp) {
          throw new TimeoutException("Connector " + each + " did not stop within " + STOP_LIMIT);
        }
        Thread.sleep(LOOK_AGAIN_MS);
      }
    }
  }

  private boolean isStopped(String connector) {
    return cluster
        .connector(connector)
        .map(found -> found.state().equals("STOPPED") && found.tasks().isEmpty())
        .orElse(false);
  }

  /** Has it go on where it was stopped. */
  public void resume() {
    connectors.forEach(cluster::resume);
  }

  @Override
  public void close() {
    connectors.forEach(cluster::remove);
  }
}
