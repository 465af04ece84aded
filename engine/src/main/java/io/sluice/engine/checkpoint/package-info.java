/** Epochs, barriers and the durable fact of how far a pipeline came. */
@NullMarked
package io.sluice.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
