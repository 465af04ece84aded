/**
 * Where records leave: sink tasks on threads of their own. Begin at SinkWorker, then Delivery.
 * Knows lanes and the checkpoint's coordinator, and nothing of sources.
 */
@NullMarked
package io.sluice.engine.sink;

import org.jspecify.annotations.NullMarked;
