/**
 * How far pipelines came: epochs prepared, committed, pruned, and moved by an operator. Begin at
 * Checkpoints; EpochRows are its tables. Positions are canonical JSON text, and nobody here reads
 * them.
 */
@NullMarked
package io.sluice.state.checkpoint;

import org.jspecify.annotations.NullMarked;
