package io.sluice.acceptance.run;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunOptions;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.project.ProjectContracts;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * The engine in this process, on the plugins of the {@link Distribution} and those in {@code
 * target/foreign}.
 */
public final class Engine implements AutoCloseable {
  /** Each plugin is loaded once for all tests, as it is once for all pipelines of a process. */
  private static final class Shared {
    static final Plugins PLUGINS =
        Plugins.of(
            List.of(
                Distribution.plugins(),
                Path.of(System.getProperty("basedir", ""))
                    .toAbsolutePath()
                    .resolve("target/foreign")));
  }

  private final StateDatabase state;
  private final Secrets secrets = new Secrets();
  private final DirectEngine engine;

  /** Keeps its state in {@code .sluice} in that folder. */
  public Engine(Path folder) {
    this(folder, Shared.PLUGINS);
  }

  /** The same with other plugins, which stay open when it is closed. */
  public Engine(Path folder, Plugins plugins) {
    state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC());
    engine =
        new DirectEngine(
            plugins,
            state,
            secrets,
            new ProjectContracts(folder, state, secrets, Clock.systemUTC()).contracts(),
            Clock.systemUTC(),
            Failpoints.NONE);
  }

  /** Reads a file that must be without problems. */
  public static Pipeline read(Path file) {
    ReadResult read = new PipelineReader().read(file);
    return read.pipeline()
        .orElseThrow(() -> new AssertionError("Problems in " + file + ": " + read.problems()));
  }

  public PipelineRun start(Path file) {
    return engine.start(read(file), RunOptions.UNTIL_STOPPED);
  }

  /** Through the snapshot and up to where the source stands now. */
  public PipelineRun startOnce(Path file) {
    return engine.start(read(file), RunOptions.ONCE);
  }

  public DirectEngine direct() {
    return engine;
  }

  public StateDatabase state() {
    return state;
  }

  @Override
  public void close() {
    engine.close();
    secrets.close();
    state.close();
  }
}
