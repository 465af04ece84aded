/**
 * Joins the stops of a pipeline, starts, stops and restarts them. Start reading at DirectEngine.
 */
@NullMarked
package io.sluice.engine.run;

import org.jspecify.annotations.NullMarked;
