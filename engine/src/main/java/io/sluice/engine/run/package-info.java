/**
 * What is asked of the engine: start a pipeline, watch it, pause and stop it, replay what was set
 * aside. Begin at DirectEngine, then PipelineRun, which makes a new flow after every failure; the
 * parts of a flow are joined in run.flow.
 */
@NullMarked
package io.sluice.engine.run;

import org.jspecify.annotations.NullMarked;
