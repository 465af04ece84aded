package io.sluice.pipeline.file;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pipeline file.
 *
 * @param pipeline empty when a problem is an error, or it runs on Kafka
 * @param onKafka the pipeline, if it names a topic; empty when a problem is an error, or it runs
 *     direct
 * @param parts what could be read whatever else is wrong; empty when the file is no mapping at all
 * @param problems all that were found, in the file's order
 */
public record ReadResult(
    Optional<Pipeline> pipeline,
    Optional<KafkaPipeline> onKafka,
    Optional<PipelineParts> parts,
    List<Problem> problems) {
  public ReadResult {
    problems = List.copyOf(problems);
  }
}
