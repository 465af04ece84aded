package io.sluice.pipeline.file;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import org.jspecify.annotations.Nullable;

/**
 * A file as far as it could be read.
 *
 * @param pipeline the whole; null when something is wrong
 * @param parts what plugins can judge nevertheless
 */
record PipelineDraft(@Nullable Pipeline pipeline, PipelineParts parts) {}
