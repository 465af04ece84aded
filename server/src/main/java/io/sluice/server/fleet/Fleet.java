package io.sluice.server.fleet;

import io.sluice.engine.run.RestartScope;
import io.sluice.project.Project;
import io.sluice.server.access.Actors;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.folder.Definition;
import io.sluice.server.folder.ProjectFolder;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TableSnapshot;
import io.sluice.server.records.Streams;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.state.lease.PipelineLock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All pipelines of a project. While it leads, it keeps each as it is wanted, over restarts and
 * kills of the process: started, tried again after failures that may pass, paused, stopped. While
 * another process does, it shows what the state says of them and refuses the rest. Thread-safe.
 */
public final class Fleet implements Pipelines, Operations, AutoCloseable {
  /** Who the audit says it was when a changed file was applied by itself. */
  public static final Identity FOLDER =
      new Identity(Actors.FOLDER, Map.of(Identity.EVERYWHERE, Role.ADMIN));

  private final Project project;
  private final FleetTables tables;
  private final FleetSettings settings;
  private final Clock clock;
  private final Elsewhere elsewhere;
  private volatile @Nullable Term term;
  private volatile String who = "it has not begun to run pipelines yet";

  /**
   * Nothing is read and nothing runs before {@link #lead}.
   *
   * @param project whose folder, state and engine they are; closed by whoever made it, after this
   */
  public Fleet(Project project, FleetSettings settings, Clock clock) {
    this.project = project;
    this.settings = settings;
    this.clock = clock;
    this.tables = new FleetTables(project.state());
    this.elsewhere = new Elsewhere(tables, new ProjectFolder(project, clock)::define, clock);
  }

  /**
   * Has everything run again that was applied and is wanted, as the state says now; returns before
   * it does. Not while it leads already.
   *
   * @param ours that this process is the one that runs the pipelines of the state; stays the
   *     caller's, and is let go of after {@link #stepDown}
   */
  public void lead(PipelineLock ours) {
    Term begun = new Term(project, tables, settings, ours, clock);
    begun.begin();
    term = begun;
  }

  /**
   * Ends all runs in order, within a bound; what is wanted stays wanted. Until they have ended they
   * are shown as they are.
   */
  public void stepDown() {
    close();
    elsewhere.begin();
    term = null;
  }

  /**
   * Looks what the state says of the pipelines while another process runs them.
   *
   * @param running a sentence on who that is and where it is asked
   */
  public void standBy(String running) {
    who = running;
    elsewhere.look(running);
  }

  /**
   * Makes files so as they are now, if there is a difference: what a watched folder asks for.
   *
   * @throws io.sluice.server.operate.Refusal when the state cannot be written; nothing has changed
   *     then, and it is to be tried again
   */
  public FolderPlan follow() {
    return term().application.follow(FOLDER, "the files have changed");
  }

  private Term term() {
    Term current = term;
    if (current == null) {
      throw new Refusal(Refusal.Kind.STANDBY, "This server runs no pipelines: " + who, null);
    }
    return current;
  }

  @Override
  public List<PipelineView> all() {
    Term current = term;
    return current == null
        ? elsewhere.all()
        : current.roster.all().stream().map(ManagedPipeline::view).toList();
  }

  @Override
  public Optional<PipelineView> named(String name) {
    Term current = term;
    return current == null
        ? elsewhere.all().stream().filter(view -> view.name().equals(name)).findFirst()
        : current.roster.find(name).map(ManagedPipeline::view);
  }

  /**
   * What can be looked into.
   *
   * @throws Refusal from what is returned, while this server runs no pipelines
   */
  public Streams streams() {
    return pipeline -> term().streams.of(pipeline);
  }

  /**
   * How long ago it was looked what is to be done about the pipelines; zero while this server runs
   * none, or ends them. May be asked from any thread; waits for nothing.
   */
  public Duration sinceLastLook() {
    Term current = term;
    return current == null ? Duration.ZERO : current.sinceLastLook();
  }

  /** The version of a pipeline that runs, or would be started; empty if there is none. */
  public Optional<Definition> version(String pipeline) {
    return Optional.ofNullable(term)
        .flatMap(current -> current.roster.find(pipeline))
        .flatMap(ManagedPipeline::definition);
  }

  @Override
  public void start(Identity who, String pipeline, String reason) {
    term().wishes.start(who, pipeline, reason);
  }

  @Override
  public void stop(Identity who, String pipeline, String reason) {
    term().wishes.stop(who, pipeline, reason);
  }

  @Override
  public void pause(Identity who, String pipeline, String reason) {
    term().wishes.pause(who, pipeline, reason);
  }

  @Override
  public void resume(Identity who, String pipeline, String reason) {
    term().wishes.resume(who, pipeline, reason);
  }

  @Override
  public void restart(Identity who, String pipeline, String reason) {
    term().wishes.restart(who, pipeline, reason);
  }

  @Override
  public RestartScope restartTask(Identity who, String pipeline, String task, String reason) {
    return term().restarts.restart(who, pipeline, task, reason);
  }

  @Override
  public void runOnce(Identity who, String pipeline, String reason) {
    term().wishes.runOnce(who, pipeline, reason);
  }

  @Override
  public OffsetReset planReset(String pipeline, OffsetRequest request) {
    return term().positions.plan(pipeline, request);
  }

  @Override
  public OffsetReset reset(Identity who, String pipeline, OffsetRequest request, String reason) {
    return term().positions.reset(who, pipeline, request, reason);
  }

  @Override
  public void snapshot(Identity who, String pipeline, TableSnapshot what, String reason) {
    term().snapshots.snapshot(who, pipeline, what, reason);
  }

  /** What people do with dead letters of its pipelines. */
  public LetterOperations letters() {
    return new LedLetters(
        () -> term().letters, () -> Optional.ofNullable(term).map(current -> current.letters));
  }

  @Override
  public FolderPlan plan() {
    return term().application.plan();
  }

  @Override
  public FolderPlan apply(Identity who, FolderPlan expected, String reason) {
    return term().application.apply(who, expected, reason);
  }

  @Override
  public void releaseName(Identity who, String name, String reason) {
    term().application.release(who, name, reason);
  }

  /** Also while no pipeline has it; nobody makes one while this server runs none. */
  @Override
  public boolean isKept(String name, String namespace) {
    Term current = term;
    return current != null && current.application.isKept(name, namespace);
  }

  /** Ends all runs in order, within a bound; they are shown as they ended. */
  @Override
  public void close() {
    Term ending = term;
    if (ending != null) {
      ending.close();
    }
  }
}
