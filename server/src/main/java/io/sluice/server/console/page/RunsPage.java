package io.sluice.server.console.page;

import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.state.history.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a pipeline ran, and how that ended. */
public record RunsPage(Frame frame, PipelineHead head, List<Row> rows) {
  public RunsPage {
    rows = List.copyOf(rows);
  }

  /** One run. */
  public record Row(
      long id,
      Instant startedAt,
      String started,
      String lasted,
      Outcome outcome,
      String delivered,
      String deadLettered,
      String filtered,
      Optional<String> error) {}

  /** How it ended. */
  public record Outcome(String shape, String word, Tone tone) {}

  /** Newest first. */
  public static RunsPage of(Frame frame, Reading reading, List<Runs.Run> runs) {
    return new RunsPage(
        frame,
        PipelineHead.of(frame, reading, Tab.RUNS),
        runs.stream().map(run -> row(run, reading.pipeline().onKafka(), frame.now())).toList());
  }

  private static Row row(Runs.Run run, boolean onKafka, Instant now) {
    Instant ended = run.endedAt();
    return new Row(
        run.id(),
        run.startedAt(),
        Times.ago(run.startedAt(), now),
        Figures.time(Duration.between(run.startedAt(), ended == null ? run.seenAt() : ended)),
        outcome(run.outcome()),
        Figures.count(run.counts().delivered()),
        Figures.count(run.counts().deadLettered()),
        onKafka ? Figures.NONE : Figures.count(run.counts().filtered()),
        Optional.ofNullable(run.error()));
  }

  private static Outcome outcome(Runs.Outcome outcome) {
    return switch (outcome) {
      case UNFINISHED -> new Outcome("running", "Not ended", Tone.BUSY);
      case COMPLETED -> new Outcome("completed", "Completed", Tone.GOOD);
      case STOPPED -> new Outcome("stopped", "Stopped", Tone.IDLE);
      case FAILED -> new Outcome("failed", "Failed", Tone.BAD);
    };
  }
}
