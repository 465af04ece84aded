package io.sluice.kafka.run;

import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.ExactlyOnce;
import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.RunningConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The connectors of one pipeline on the Kafka of this machine, from when it is run to when it is
 * stopped. Between two runs they stay there, stopped, with their positions. Safe for use by several
 * threads.
 */
public final class PipelineOnKafka {
  /**
   * The project that connectors of {@code sluice run} belong to, unlike those that were deployed:
   * they run only while somebody runs them.
   */
  public static final String PROJECT = "sluice run";

  private final ConnectCluster cluster;
  private final String pipeline;
  private final List<Connector> connectors;
  private final Set<String> names;

  /** What was asked for, so that nobody else's is stopped where {@link #begin} breaks off. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /**
   * @param pipeline its name
   * @param connectors what it is on Connect, made for {@link #PROJECT}
   */
  public PipelineOnKafka(ConnectCluster cluster, String pipeline, List<Connector> connectors) {
    this.cluster = cluster;
    this.pipeline = pipeline;
    this.connectors = List.copyOf(connectors);
    this.names = connectors.stream().map(Connector::name).collect(Collectors.toSet());
  }

  /** Whether a connector with these settings runs only while somebody runs its pipeline. */
  static boolean isOfARun(Map<String, String> config) {
    return Marks.project(config).filter(PROJECT::equals).isPresent();
  }

  /**
   * Has them run. What an earlier version of the file asked for is removed.
   *
   * @throws ConnectClusterException when the cluster refuses one; {@link #end} stops those before
   *     it
   * @throws KafkaRunException when a connector of one of these names belongs to somebody else
   */
  public void begin() {
    Map<String, RunningConnector> there = cluster.connectors();
    for (RunningConnector each : there.values()) {
      boolean ours = isOfARun(each.config());
      if (names.contains(each.name()) && !ours) {
        throw new KafkaRunException(
            "connector "
                + each.name()
                + " of pipeline "
                + pipeline
                + " is on this Kafka already and was not made by sluice run: remove it, or rename"
                + " the pipeline");
      }
      boolean same = Marks.pipeline(each.config()).filter(pipeline::equals).isPresent();
      if (ours && same && !names.contains(each.name())) {
        cluster.remove(each.name());
      }
    }
    for (Connector each : new ExactlyOnce(cluster).demanded(connectors)) {
      begun.add(each.name());
      cluster.configure(each.name(), each.config());
      RunningConnector before = there.get(each.name());
      if (before != null && !before.state().equals("RUNNING")) {
        cluster.resume(each.name());
      }
    }
  }

  /** How they are; those that the cluster does not know yet are missing. */
  public List<RunningConnector> look() {
    Map<String, RunningConnector> all = cluster.connectors();
    List<RunningConnector> found = new ArrayList<>();
    for (Connector each : connectors) {
      RunningConnector there = all.get(each.name());
      if (there != null) {
        found.add(there);
      }
    }
    return found;
  }

  /** Whether {@link #begin} asked for this one; any other is somebody else's. */
  public boolean began(RunningConnector connector) {
    return begun.contains(connector.name());
  }

  /** How many there are to be. */
  public int size() {
    return connectors.size();
  }

  /** Starts again what failed or hangs of one. */
  public void restart(Supervision.Restart what) {
    if (what.task().isPresent()) {
      cluster.restartTask(what.connector(), what.task().getAsInt());
    } else {
      cluster.restart(what.connector(), !what.all());
    }
  }

  /** Has all wait. */
  public void pause() {
    connectors.forEach(each -> cluster.pause(each.name()));
  }

  /** Has all go on. */
  public void resume() {
    connectors.forEach(each -> cluster.resume(each.name()));
  }

  /**
   * Has the tasks of those that began end in order: what they have is committed, and they stay for
   * the next run. One that cannot be stopped keeps no other from it.
   *
   * @throws ConnectClusterException when one of them could not be stopped
   */
  public void end() {
    ConnectClusterException failure = null;
    for (Connector each : connectors) {
      try {
        if (begun.contains(each.name())) {
          cluster.stop(each.name());
        }
      } catch (ConnectClusterException e) {
        if (e.kind() != ConnectClusterException.Kind.NOT_FOUND) {
          failure = failure == null ? e : failure;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
