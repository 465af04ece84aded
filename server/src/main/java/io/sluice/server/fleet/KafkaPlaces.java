package io.sluice.server.fleet;

import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.kafka.KafkaStart;
import io.sluice.server.folder.Definition;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** How a version that was applied is found on Kafka, whatever its file says now. */
final class KafkaPlaces {
  private KafkaPlaces() {}

  /**
   * What its run begins with.
   *
   * @param notes told warnings
   */
  static KafkaStart start(Project project, Definition definition, Consumer<String> notes) {
    KafkaPipeline pipeline = definition.onKafka().orElseThrow();
    ProjectPipeline said =
        project.pipeline(
            project.folder().resolve(definition.file()),
            definition.text().getBytes(StandardCharsets.UTF_8));
    return new KafkaStart(said, pipeline, notes);
  }
}
