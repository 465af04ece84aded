/**
 * Joins the stops of a pipeline, starts, stops and restarts them. Start reading at DirectEngine,
 * then PipelineRun, Assembly and Flow. From here the way goes to source, transform, lane, sink,
 * checkpoint.
 */
@NullMarked
package io.sluice.engine.run;

import org.jspecify.annotations.NullMarked;
