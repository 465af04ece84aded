package io.sluice.server.console;

import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.LetterCopies;
import io.sluice.state.deadletter.LetterSurvey;

/** Whom pages of dead letters ask. */
public record LetterParts(
    DeadLetters letters, LetterSurvey survey, LetterCopies copies, LetterOperations operations) {

  /**
   * How many open letters are meant.
   *
   * @throws Refusal if they lie in a Kafka that does not run or answer, or the ids are none
   */
  long open(PipelineView pipeline, LetterChoice choice) {
    if (!pipeline.onKafka()) {
      return letters.count(choice.filter(pipeline.name()));
    }
    if (!choice.ids().isEmpty()) {
      return choice.inTopics().ids().size();
    }
    return operations.inTopics().kinds(pipeline.name()).kinds().stream()
        .filter(kind -> choice.signature().filter(one -> !one.equals(kind.signature())).isEmpty())
        .mapToLong(LetterKinds.Kind::open)
        .sum();
  }
}
