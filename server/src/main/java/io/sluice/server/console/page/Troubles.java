package io.sluice.server.console.page;

import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.run.RunError;
import io.sluice.pipeline.Problem;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is the matter with a pipeline: its health's reasons, its last error, its file's problems.
 */
final class Troubles {
  private Troubles() {}

  /**
   * The worst first.
   *
   * @param look whether who asks may look at records
   */
  static List<Trouble> of(Reading reading, boolean look) {
    PipelineView pipeline = reading.pipeline();
    List<Trouble> all = new ArrayList<>();
    for (Verdict.Reason reason : reading.verdict().reasons()) {
      all.add(of(reason, look));
    }
    if (all.isEmpty() && reading.tone().compareTo(Tone.WARN) <= 0 && pipeline.why().isPresent()) {
      all.add(
          new Trouble(
              reading.tone(),
              pipeline.why().get(),
              pipeline.error().map(error -> where(error, look)),
              pipeline.error().map(RunError::remedy),
              Optional.of(
                  Docs.link(
                      pipeline
                          .error()
                          .map(RunError::page)
                          .orElse("docs/how-to/troubleshoot.md#by-what-you-see"))),
              pipeline.error().map(RunError::at)));
    }
    for (Problem problem : pipeline.problems()) {
      all.add(of(problem));
    }
    return all;
  }

  /** What does not hold in a file. */
  static Trouble of(Problem problem) {
    String key = problem.place().path();
    return new Trouble(
        problem.isError() ? Tone.BAD : Tone.WARN,
        key.isEmpty() ? problem.message() : key + ": " + problem.message(),
        Optional.of(problem.place().toString()),
        Optional.ofNullable(problem.hint()),
        Optional.empty(),
        Optional.empty());
  }

  private static Trouble of(Verdict.Reason reason, boolean look) {
    Tone tone = reason.health() == Verdict.Health.UNHEALTHY ? Tone.BAD : Tone.WARN;
    return new Trouble(
        reason.health() == Verdict.Health.UNKNOWN ? Tone.BUSY : tone,
        reason.sentence(),
        reason.error().map(error -> where(error, look)),
        reason.remedy().isEmpty() ? Optional.empty() : Optional.of(reason.remedy()),
        reason.page().isEmpty() ? Optional.empty() : Optional.of(Docs.link(reason.page())),
        reason.error().map(RunError::at),
        reason.error().flatMap(error -> chain(error, reason.sentence())));
  }

  /** All causes, if there are more than the sentence tells. */
  private static Optional<String> chain(RunError error, String sentence) {
    return Optional.of(error.cause()).filter(cause -> !sentence.contains(cause));
  }

  /** Stage, dataset, key and position, as far as they are known. */
  private static String where(RunError error, boolean look) {
    StringBuilder text = new StringBuilder(error.where());
    if (!error.doing().isEmpty()) {
      text.append(", in ").append(error.doing());
    }
    error.record().ifPresent(record -> append(text, record, look));
    return text.toString();
  }

  private static void append(StringBuilder text, RecordPlace record, boolean look) {
    if (record.dataset() != null) {
      text.append(" · ").append(record.dataset());
    }
    if (record.keyHash() != null) {
      text.append(" · key ").append(record.keyHash());
    }
    if (record.position() != null && look) { // It may be made of values.
      text.append(" · position ").append(record.position());
    }
  }
}
