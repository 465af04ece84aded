package io.sluice.server.console;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Span;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series;
import io.sluice.server.view.Verdict;
import java.util.List;

/** Puts together what is known of pipelines. Thread-safe. */
final class Readings {
  /** Points of a line that is as long as a word. */
  private static final int BRIEF = 60;

  private final ConsoleParts.Running running;

  Readings(ConsoleParts.Running running) {
    this.running = running;
  }

  /** Of those that somebody may see. */
  List<Reading> visible(Identity who) {
    return running.pipelines().all().stream()
        .filter(pipeline -> who.may(Permission.SEE, pipeline.namespace()))
        .map(this::of)
        .toList();
  }

  /**
   * Of one.
   *
   * @throws Refusal if the project has none of that name
   */
  Reading named(String name) {
    return running
        .pipelines()
        .named(name)
        .map(this::of)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "The project has no pipeline '" + name + "'",
                    "Names are those in the files, not those of the files"));
  }

  private Reading of(PipelineView pipeline) {
    Series lately = running.history().series(pipeline.name(), Span.MINUTES.length(), BRIEF);
    return Reading.of(
        pipeline,
        running
            .health()
            .verdict(pipeline.name())
            .orElse(new Verdict(Verdict.Health.UNKNOWN, List.of())),
        running.history().rates(pipeline.name()),
        lately);
  }
}
