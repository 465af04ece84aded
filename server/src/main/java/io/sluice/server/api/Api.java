package io.sluice.server.api;

import io.sluice.server.http.route.Json;
import io.sluice.server.http.route.Route;
import java.util.List;
import java.util.stream.Stream;

/** All routes under {@code /api/v1}, and the description of them. */
public final class Api {
  /** Of answers that are written here; nothing is read by it. */
  private static final int LONGEST = 1 << 20;

  private Api() {}

  /**
   * The routes.
   *
   * @param others of machines that are described with them: probes, metrics
   */
  public static List<Route> routes(Parts parts, List<Route> others) {
    Parts.Running running = parts.running();
    PipelineEndpoints pipelines =
        new PipelineEndpoints(
            running.pipelines(),
            running.state().runs(),
            running.state().deadLetters(),
            running.letters());
    LetterEndpoints letters =
        new LetterEndpoints(
            running.state().deadLetters(),
            running.state().letterCopies(),
            running.letters(),
            pipelines);
    List<Route> routes =
        Stream.of(
                pipelines.routes(),
                new ActionEndpoints(running.operations(), pipelines).routes(),
                new OffsetEndpoints(running.state().checkpoints(), running.operations(), pipelines)
                    .routes(),
                new LetterGroupEndpoints(
                        running.state().letterSurvey(), running.letters(), pipelines, parts.clock())
                    .routes(),
                new LetterJobEndpoints(running.letters(), pipelines).routes(),
                // Behind those whose paths have a word where these have an id.
                letters.routes(),
                new LetterCopyEndpoints(running.letters(), letters).routes(),
                new FolderEndpoints(running.operations()).routes(),
                new FileEndpoints(parts.project().files(), pipelines).routes(),
                new ConfigurationEndpoints(parts.project().files(), pipelines, parts.redact())
                    .routes(),
                new ConnectorEndpoints(parts.project().workbench()).routes(),
                new DraftEndpoints(parts.project().workbench()).routes(),
                new RecordEndpoints(running.records(), pipelines).routes(),
                new LogEndpoints(parts.project().log(), pipelines).routes(),
                new HistoryEndpoints(running.history(), pipelines, parts.clock()).routes(),
                new AuditEndpoints(running.state().audit()).routes(),
                new AccessEndpoints(
                        parts.access().tokens(),
                        parts.access().users(),
                        parts.access().sessions(),
                        parts.clock())
                    .routes(),
                new SchemaEndpoints(parts.schemas()).routes(),
                new ServerEndpoints(parts.facts(), running.pipelines(), parts.clock()).routes(),
                new EventEndpoints(running.latest(), new Json(LONGEST)).routes(),
                others)
            .flatMap(List::stream)
            .toList();
    return DescriptionEndpoint.with(routes, parts.facts().version());
  }
}
