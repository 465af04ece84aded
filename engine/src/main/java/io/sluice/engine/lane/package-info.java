/**
 * The bounded, ordered hand-over between one source task and one sink task. Begin at Lane; what
 * travels in it is a LaneItem. Knows nothing of sources, sinks or checkpoints.
 */
@NullMarked
package io.sluice.engine.lane;

import org.jspecify.annotations.NullMarked;
