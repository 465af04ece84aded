/**
 * Epochs, barriers and the durable fact of how far a pipeline came. Begin at CheckpointProtocol,
 * which decides; CheckpointCoordinator acts, and ResumePoint says where to go on. Knows sources and
 * sinks only by what it wants of them.
 */
@NullMarked
package io.sluice.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
