/**
 * Joins the stops of a pipeline from one checkpoint until the first failure or the end. Begin at
 * Assembly, which is read from top to bottom, then Flow; History says where to go on. From here the
 * way goes to source, transform, lane, sink, checkpoint.
 */
@NullMarked
package io.sluice.engine.run.flow;

import org.jspecify.annotations.NullMarked;
