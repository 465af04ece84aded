package io.sluice.server.console;

import io.sluice.server.access.door.Entrance;
import io.sluice.server.console.page.LogPage;
import io.sluice.server.draft.Workbench;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.history.History;
import io.sluice.server.operate.Operations;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.view.Lead;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.state.history.Audit;
import io.sluice.state.history.Runs;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Whom the console asks.
 *
 * @param workbench what new pipelines are made with
 * @param schemas the registry that the project names
 * @param letters dead letters, and what people do with them
 * @param entrance how people sign in
 * @param lead whether this server runs the pipelines
 * @param redact takes secrets out of texts (invariant 9)
 * @param version of the server
 */
public record ConsoleParts(
    Running running,
    Texts texts,
    Workbench workbench,
    SchemaDesk schemas,
    LetterParts letters,
    Entrance entrance,
    Supplier<Lead> lead,
    UnaryOperator<String> redact,
    Clock clock,
    String version) {

  /** What runs, and what is known of it. */
  public record Running(
      Pipelines pipelines,
      Operations operations,
      History history,
      HealthWatch health,
      Runs runs,
      Audit audit,
      RecordWatches records) {}

  /** What is written down about pipelines. */
  public interface Texts {
    /**
     * The pipeline's file as it is now, without secrets; empty if it cannot be told what in it is
     * one, a {@code Refusal} if it cannot be read.
     */
    Optional<String> file(PipelineView pipeline);

    /** The newest lines that are wanted of a pipeline, newest last. */
    List<LogPage.Line> log(String pipeline, LogPage.Wanted wanted, int most);
  }
}
