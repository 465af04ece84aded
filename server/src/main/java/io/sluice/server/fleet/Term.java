package io.sluice.server.fleet;

import io.sluice.engine.run.DirectEngine;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.kafka.ClusterWorker;
import io.sluice.project.kafka.SharedKafka;
import io.sluice.server.folder.ProjectFolder;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.FencedStorage;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a server has of pipelines from when it takes over to when it steps down. What was applied
 * and what is wanted is read at its begin, since another server may have been told otherwise
 * before, and written only while nobody else has taken over.
 */
final class Term implements AutoCloseable {
  final Roster roster = new Roster();
  final Application application;
  final Wishes wishes;
  final Positions positions;
  final Letters letters;
  final TaskRestarts restarts;
  final Snapshots snapshots;
  final FleetStreams streams;
  private final SharedKafka kafka;
  private final KafkaLetters looks;
  private final Keeper keeper;

  /**
   * Nothing runs before {@link #begin}.
   *
   * @param ours that this server is the one that runs the pipelines of its state
   */
  Term(
      Project project, FleetTables tables, FleetSettings settings, PipelineLock ours, Clock clock) {
    ProjectFolder folder = new ProjectFolder(project, clock);
    StateDatabase state = project.state();
    Storage fenced = new FencedStorage(state, ours);
    Function<Pipeline, DirectEngine> engine =
        pipeline -> {
          project.plugins(ProjectPlugins.names(PipelineParts.of(pipeline)));
          return project.engine();
        };
    this.kafka = new SharedKafka(() -> ClusterWorker.kafkaOf(project), settings.kafkaLinger());
    Runner runner =
        new PlacedRunner(new DirectRunner(engine), new KafkaRunner(project, kafka, clock));
    this.keeper = new Keeper(roster, runner, settings, folder::redact);
    this.application =
        new Application(
            folder,
            new Members(roster, tables, state, settings, clock, keeper::wake),
            tables,
            fenced,
            clock);
    this.wishes = new Wishes(roster, fenced, clock, keeper::wake);
    this.positions = new Positions(roster, project, new KafkaPositions(project, kafka));
    this.looks =
        new KafkaLetters(roster, () -> ClusterWorker.clientOf(project), folder::redact, clock);
    this.letters =
        new Letters(
            roster,
            state,
            engine,
            new Letters.OnKafka(looks, new KafkaLetterWork(looks, kafka, clock)),
            folder::redact,
            clock);
    this.restarts = new TaskRestarts(roster, state);
    this.snapshots = new Snapshots(roster, state);
    this.streams = new FleetStreams(roster, engine);
  }

  /** Has everything run again that was applied and is wanted; returns before it does. */
  void begin() {
    application.restore();
    keeper.start();
  }

  /** How long ago its keeper looked; zero once it ends the runs. */
  Duration sinceLastLook() {
    return keeper.sinceLastLook();
  }

  /** Ends all runs in order, within a bound; what is wanted stays wanted. */
  @Override
  public void close() {
    letters.close();
    looks.close();
    keeper.close();
    kafka.close();
  }
}
