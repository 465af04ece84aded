package io.sluice.pipeline.file;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.kafka.KafkaPipeline;
import org.jspecify.annotations.Nullable;

/**
 * A file as far as it could be read.
 *
 * @param pipeline the whole; null when something is wrong, or it runs on Kafka
 * @param onKafka the whole of one that runs on Kafka; null when something is wrong, or it does not
 * @param parts what plugins can judge nevertheless
 */
record PipelineDraft(
    @Nullable Pipeline pipeline, @Nullable KafkaPipeline onKafka, PipelineParts parts) {}
