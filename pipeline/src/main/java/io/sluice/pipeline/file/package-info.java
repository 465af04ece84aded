/**
 * From YAML to {@link io.sluice.pipeline.Pipeline}, with every problem and its line. Begin at
 * {@link io.sluice.pipeline.file.PipelineReader}. Every setting is declared once, in {@code
 * PipelineSettings}: parsing, defaults, the reference and the JSON Schema come from that
 * declaration.
 */
@NullMarked
package io.sluice.pipeline.file;

import org.jspecify.annotations.NullMarked;
