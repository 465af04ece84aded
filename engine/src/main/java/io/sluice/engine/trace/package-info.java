/**
 * What the engine tells whoever follows single batches on their way. Begin at Traces. Knows nothing
 * of the parts that tell it; what becomes of what is told is the follower's.
 */
@NullMarked
package io.sluice.engine.trace;

import org.jspecify.annotations.NullMarked;
