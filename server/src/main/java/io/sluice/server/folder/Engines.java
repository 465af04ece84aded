package io.sluice.server.folder;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What it means for a pipeline to run direct or on Kafka: each keeps positions of its own, and none
 * reads those of the other.
 */
final class Engines {
  private Engines() {}

  /**
   * The file, refused if it moves its pipeline to the other engine: under the same name the source
   * would begin anew without anybody having asked for it.
   *
   * @param runs the version that was applied; empty if there is none, or nobody can read it
   */
  static PipelineFile refused(PipelineFile file, Optional<Definition> runs) {
    boolean moves =
        runs.isPresent()
            && file.definition()
                .filter(d -> d.onKafka().isPresent() != runs.get().onKafka().isPresent())
                .isPresent();
    if (!moves) {
      return file;
    }
    boolean toKafka = runs.get().direct().isPresent();
    List<Problem> problems = new ArrayList<>();
    problems.add(
        Problem.error(
            file.definition()
                .flatMap(Definition::onKafka)
                .map(pipeline -> pipeline.topics().place())
                .orElse(new Place(file.file(), 1, 1, "topic")),
            toKafka
                ? "expected no topic, since the pipeline has run without one and its position is"
                    + " kept here: on Kafka its source would begin anew"
                : "expected a topic, since the pipeline has run on Kafka and its position is kept"
                    + " there: without one its source would begin anew, or where it was before"
                    + " that",
            "Give it another name. To begin anew under this one on purpose, remove the file, have"
                + " that applied, and put it back"));
    problems.addAll(file.problems());
    return new PipelineFile(
        file.file(), file.namespace(), file.name(), file.version(), Optional.empty(), problems);
  }

  /** What is left of a pipeline that is removed, for whoever looks at the plan. */
  static Optional<String> left(Definition version) {
    return version
        .onKafka()
        .map(
            pipeline ->
                "Pipeline "
                    + pipeline.name()
                    + " leaves its connectors on the project's Kafka, stopped, and the records in"
                    + " its "
                    + pipeline.topics()
                    + ". A pipeline of that name goes on there; to be rid of them, delete the"
                    + " connectors by Connect's REST API and the topics with Kafka's own tools.");
  }
}
