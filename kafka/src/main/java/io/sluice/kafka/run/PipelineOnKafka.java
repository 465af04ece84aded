package io.sluice.kafka.run;

import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.ExactlyOnce;
import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.wait.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** What others were told within that time is new enough for who looks twice a second at most. */
  private static final Duration NEW_ENOUGH = Duration.ofMillis(400);

  private final ConnectCluster cluster;
  private final ConnectorLook look;
  private final String pipeline;
  private final List<Connector> connectors;
  private final Set<String> names;

  /** What was asked for, so that nobody else's is stopped where {@link #begin} breaks off. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /** When something of it was asked to change, in nanoseconds: what was seen before is old. */
  private volatile long changed = System.nanoTime();

  /**
   * @param look shared with other pipelines on the same cluster
   * @param pipeline its name
   * @param connectors what it is on Connect, made for {@link #PROJECT}
   */
  public PipelineOnKafka(
      ConnectCluster cluster, ConnectorLook look, String pipeline, List<Connector> connectors) {
    this.cluster = cluster;
    this.look = look;
    this.pipeline = pipeline;
    this.connectors = List.copyOf(connectors);
    this.names = connectors.stream().map(Connector::name).collect(Collectors.toSet());
  }

  /** Whether a connector with these settings runs only while somebody runs its pipeline. */
  static boolean isOfARun(Map<String, String> config) {
    return Marks.project(config).filter(PROJECT::equals).isPresent();
  }

  /**
   * Has them run, or wait. What an earlier version of the file asked for is removed.
   *
   * @param paused whether they are to wait until {@link #resume}
   * @throws ConnectClusterException when the cluster refuses one; {@link #endWhile} stops those
   *     before it
   * @throws KafkaRunException when a connector of one of these names belongs to somebody else
   */
  public void begin(boolean paused) {
    Map<String, RunningConnector> there = claimed();
    for (RunningConnector each : there.values()) {
      if (isOurs(each) && !names.contains(each.name())) {
        cluster.remove(each.name());
      }
    }
    for (Connector each : new ExactlyOnce(cluster).demanded(connectors)) {
      begin(each, Optional.ofNullable(there.get(each.name())), paused);
    }
    changed = System.nanoTime();
  }

  /**
   * Makes sure that none of the names belongs to somebody else; changes nothing.
   *
   * @throws ConnectClusterException when the cluster does not say
   * @throws KafkaRunException when one does
   */
  public void claim() {
    claimed();
  }

  private Map<String, RunningConnector> claimed() {
    Map<String, RunningConnector> there = look.since(System.nanoTime(), cluster);
    there.values().stream().filter(each -> names.contains(each.name())).forEach(this::requireOurs);
    return there;
  }

  /**
   * One that is new is in its state from the start: one that waits must not read before it does.
   */
  private void begin(Connector connector, Optional<RunningConnector> before, boolean paused) {
    String name = connector.name();
    begun.add(name);
    if (before.isPresent()) {
      change(connector, before, paused);
    } else if (!cluster.create(name, connector.config(), paused)) {
      begun.remove(name); // Made since we looked: by us, if an answer was lost, or by another one.
      Optional<RunningConnector> now = cluster.connector(name);
      now.ifPresent(this::requireOurs);
      begun.add(name);
      change(connector, now, paused);
    }
  }

  private void change(Connector connector, Optional<RunningConnector> before, boolean paused) {
    String name = connector.name();
    if (paused) {
      cluster.pause(name);
    }
    cluster.configure(name, connector.config());
    if (!paused && before.filter(each -> each.state().equals("RUNNING")).isEmpty()) {
      cluster.resume(name);
    }
  }

  private boolean isOurs(RunningConnector there) {
    return Marks.isOf(PROJECT, pipeline, there.config());
  }

  /** Positions and dead letters go by the name of a connector, so that no two may share one. */
  private void requireOurs(RunningConnector there) {
    if (isOurs(there)) {
      return;
    }
    String owner =
        Marks.pipeline(there.config()).filter(other -> !other.equals(pipeline)).orElse("");
    boolean anothers = isOfARun(there.config()) && !owner.isEmpty();
    throw new KafkaRunException(
        "connector "
            + there.name()
            + " of pipeline "
            + pipeline
            + " is on this Kafka already and "
            + (anothers
                ? "belongs to pipeline "
                    + owner
                    + ", since the connector of a sink is called <pipeline>-<sink>: rename the"
                    + " pipeline or the sink, or, if pipeline "
                    + owner
                    + " is gone, remove that connector by Connect's REST API"
                : "was not made by sluice run: remove it, or rename the pipeline"));
  }

  /**
   * How they are, or were a moment ago and behind all that was asked of them here; those that the
   * cluster does not know yet are missing.
   */
  public List<RunningConnector> look() {
    return look(NEW_ENOUGH);
  }

  private List<RunningConnector> look(Duration age) {
    long oldest = System.nanoTime() - age.toNanos();
    Map<String, RunningConnector> all =
        look.since(oldest - changed > 0 ? oldest : changed, cluster);
    List<RunningConnector> found = new ArrayList<>();
    for (Connector each : connectors) {
      RunningConnector there = all.get(each.name());
      if (there != null) {
        found.add(there);
      }
    }
    return found;
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
    changed = System.nanoTime();
  }

  /** Starts all tasks of all of them again. */
  public void restartAll() {
    connectors.forEach(each -> cluster.restart(each.name(), false));
    changed = System.nanoTime();
  }

  /** Has all wait. */
  public void pause() {
    pauseWhile(() -> true);
  }

  /**
   * The same, as long as they may be touched.
   *
   * @param ours asked before each of them
   */
  public void pauseWhile(BooleanSupplier ours) {
    for (Connector each : connectors) {
      if (ours.getAsBoolean()) {
        cluster.pause(each.name());
      }
    }
    changed = System.nanoTime();
  }

  /** Has all go on. */
  public void resume() {
    connectors.forEach(each -> cluster.resume(each.name()));
    changed = System.nanoTime();
  }

  /**
   * Has the tasks of those that began end in order: what they have is committed, and they stay for
   * the next run. One that cannot be stopped keeps no other from it.
   *
   * @param ours asked before each of them: whether nobody else has it run
   * @throws ConnectClusterException when one of them could not be stopped
   */
  public void endWhile(BooleanSupplier ours) {
    ConnectClusterException failure = null;
    for (Connector each : connectors) {
      try {
        if (begun.contains(each.name()) && ours.getAsBoolean()) {
          cluster.stop(each.name());
        }
      } catch (ConnectClusterException e) {
        if (e.kind() != ConnectClusterException.Kind.NOT_FOUND) {
          failure = failure == null ? e : failure;
        }
      }
    }
    changed = System.nanoTime();
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Waits until the tasks of those that began have ended, but for a while only.
   *
   * @param seen told how they are, at each look
   * @return how they were last
   */
  public List<RunningConnector> awaitEnd(Duration within, Consumer<List<RunningConnector>> seen)
      throws InterruptedException {
    Patience patience = new Patience(within, LOOK_EVERY);
    List<RunningConnector> last;
    do {
      last = look(LOOK_EVERY).stream().filter(each -> begun.contains(each.name())).toList();
      seen.accept(last);
    } while (!last.stream().allMatch(each -> each.tasks().isEmpty()) && patience.again());
    return last;
  }

  /** Which tasks have gone on; invariant 8: one that did is none that ended in order. */
  public static Optional<String> notEnded(List<RunningConnector> last, Duration within) {
    List<String> tasks = new ArrayList<>();
    for (RunningConnector each : last) {
      each.tasks().forEach(task -> tasks.add(each.name() + "/" + task.id()));
    }
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "tasks that were to stop have not ended within "
                + within.toSeconds()
                + " s: "
                + String.join(", ", tasks));
  }
}
