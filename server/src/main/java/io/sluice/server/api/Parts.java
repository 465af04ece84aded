package io.sluice.server.api;

import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.server.api.log.LogTail;
import io.sluice.server.draft.Workbench;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.history.History;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Operations;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.state.StateDatabase;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the API speaks of.
 *
 * @param running what runs, and what may be asked of it
 * @param project its files and its log
 * @param access who may do what
 * @param schemas the registry that the project names
 * @param redact takes secrets out of texts (invariant 9)
 */
public record Parts(
    ServerFacts facts,
    Running running,
    Project project,
    Access access,
    SchemaDesk schemas,
    UnaryOperator<String> redact,
    Clock clock) {

  /**
   * What runs.
   *
   * @param latest all pipelines as they were looked at last; the same list until the next look, so
   *     that many who listen have one made for them
   */
  public record Running(
      Pipelines pipelines,
      Supplier<List<PipelineView>> latest,
      Operations operations,
      LetterOperations letters,
      History history,
      StateDatabase state,
      RecordWatches records) {}

  /** What is in the project's folder. */
  public record Project(PipelineFiles files, LogTail log, Workbench workbench) {}

  /** Who may do what. */
  public record Access(Tokens tokens, Users users, Sessions sessions) {}
}
