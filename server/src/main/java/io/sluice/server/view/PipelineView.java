package io.sluice.server.view;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Slo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline as the server has it, at one moment. All texts are free of secrets.
 *
 * @param name unique in the project
 * @param namespace the first folder below the project's in which its file is; {@value
 *     #DEFAULT_NAMESPACE} if it is in the project's own
 * @param file relative to the project's folder
 * @param engine what runs it: Kafka if it names a topic
 * @param topics those that it names, as its file does; empty if none
 * @param sinks their names, in the file's order
 * @param version of the file that runs, or would be started
 * @param desired how somebody wants it
 * @param state what it is doing
 * @param since since when it is in that state
 * @param why a sentence on why it is in that state and what to do, where the state alone does not
 *     tell; of a failed one, what failed
 * @param nextTry when it is tried again; empty if nobody waits for that
 * @param status of the run that is under way or ended last; empty if there was none since this
 *     server started
 * @param figures of the same run: what was measured on its way
 * @param error the newest failure, passed or not: of that run, or of the attempt to start one
 * @param promised what the file that runs promises
 * @param unapplied whether the file says something else by now than what runs
 * @param problems of the file as it is now, errors first; where there are errors, the version
 *     before goes on
 */
public record PipelineView(
    String name,
    String namespace,
    Path file,
    Optional<String> owner,
    Optional<String> description,
    Engine engine,
    List<String> topics,
    String source,
    List<String> sinks,
    String version,
    Desired desired,
    PipelineState state,
    Instant since,
    Optional<String> why,
    Optional<Instant> nextTry,
    Optional<RunStatus> status,
    Optional<RunFigures> figures,
    Optional<RunError> error,
    Slo promised,
    boolean unapplied,
    List<Problem> problems) {
  /** Of pipelines whose file is in the project's folder itself. */
  public static final String DEFAULT_NAMESPACE = "default";

  public PipelineView {
    topics = List.copyOf(topics);
    sinks = List.copyOf(sinks);
    problems = List.copyOf(problems);
  }

  /** Whether it is known to name a topic. */
  public boolean onKafka() {
    return engine == Engine.KAFKA;
  }
}
