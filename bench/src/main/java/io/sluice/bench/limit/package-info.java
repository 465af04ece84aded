/**
 * The least that the same work can cost: a driver drained, an appender filled, a loop without an
 * engine. Begin at {@link io.sluice.bench.limit.CopyDrain}. Each is as short as it can be, so that
 * it is plainly fair.
 */
@NullMarked
package io.sluice.bench.limit;

import org.jspecify.annotations.NullMarked;
