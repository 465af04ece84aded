package io.sluice.server;

import io.sluice.engine.fault.Ticker;
import io.sluice.project.Project;
import io.sluice.server.attend.AttendedState;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.fleet.FleetSettings;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.health.ServerHealth;
import io.sluice.server.history.History;
import io.sluice.server.history.Pulse;
import io.sluice.server.lead.Leadership;
import io.sluice.server.lead.LedStorage;
import io.sluice.server.metrics.Totals;
import io.sluice.server.view.Lead;
import io.sluice.server.view.PipelineView;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.PipelineLock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines, and who watches them: while this server leads. While another one does, it shows
 * what the state says of them. Starts nothing by being made.
 */
final class Running implements AutoCloseable {
  /** Looks for the lead in the time in which a lease is renewed once. */
  private static final int LOOKS = 3;

  private final Fleet fleet;
  private final History history;
  private final HealthWatch health;
  private final Totals totals = new Totals();
  private final Pulse pulse;
  private final ServerHealth server;
  private final Leadership leadership;
  private final Path folder;
  private final boolean watch;
  private volatile @Nullable FolderFollower follower;
  private volatile boolean restored;

  /**
   * @param attended the project's state, as requests use it
   * @param watch whether the pipelines run as the folder's files say, also when these change
   */
  Running(
      Project project, AttendedState attended, FleetSettings settings, boolean watch, Clock clock) {
    StateDatabase state = project.state();
    this.folder = project.folder();
    this.watch = watch;
    this.fleet = new Fleet(project, settings, clock);
    Duration pace = project.location().terms().renewEvery().dividedBy(LOOKS);
    this.leadership = new Leadership(state, new Term(), pace, clock);
    this.history = new History(new LedStorage(state, leadership), clock);
    this.health = new HealthWatch(history, clock);
    this.pulse = new Pulse(fleet, Ticker.SYSTEM);
    this.server =
        new ServerHealth(
            pulse,
            attended,
            this::isFolderRead,
            leadership::lead,
            fleet::sinceLastLook,
            System::nanoTime);
    pulse.listen(whileLeading(history, all -> history.forget()));
    pulse.listen(
        whileLeading(this::judge, all -> health.standBy(all, leadership.lead().sentence())));
    pulse.listen(whileLeading(totals, all -> {}));
    pulse.listen(server);
  }

  private void judge(List<PipelineView> all) {
    if (server.isStateLost()) {
      health.withoutState(all);
    } else {
      health.look(all);
    }
  }

  /** What another server's pipelines do is not this one's to tell. */
  private Pulse.Listener whileLeading(Pulse.Listener listener, Pulse.Listener otherwise) {
    return all -> (leadership.lead().leads() ? listener : otherwise).look(all);
  }

  /**
   * Has pipelines run as they were, and, if the folder is watched, as its files say; unless another
   * server of the same state runs them, which is waited for then.
   *
   * @param url where this server is asked
   */
  void start(URI url) {
    leadership.start(url);
    pulse.start();
    server.start();
  }

  private final class Term implements Leadership.Work {
    @Override
    public void begin(PipelineLock ours) {
      fleet.lead(ours);
      restored = true;
      if (watch) {
        follower = FolderFollower.start(fleet, folder);
      }
    }

    @Override
    public void end() {
      stopFollowing();
      fleet.stepDown();
      restored = false;
      server.forget();
    }

    @Override
    public void standBy(Lead lead) {
      fleet.standBy(lead.sentence());
    }
  }

  private void stopFollowing() {
    FolderFollower following = follower;
    if (following != null) {
      following.close();
      follower = null;
    }
  }

  private boolean isFolderRead() {
    FolderFollower following = follower;
    return following == null ? restored : following.hasFollowed();
  }

  /** Whether this server runs the pipelines, or which one does. */
  Lead lead() {
    return leadership.lead();
  }

  Fleet fleet() {
    return fleet;
  }

  History history() {
    return history;
  }

  HealthWatch health() {
    return health;
  }

  Totals totals() {
    return totals;
  }

  Pulse pulse() {
    return pulse;
  }

  ServerHealth server() {
    return server;
  }

  /** Watches until the last run has ended, so that its end is in the history. */
  @Override
  public void close() {
    leadership.rest();
    stopFollowing();
    fleet.close();
    pulse.close();
    server.close();
    history.close();
    leadership.close();
  }
}
