/**
 * Who runs which pipeline: what a run holds, so that no pipeline runs twice. Begin at
 * PipelineLocks; a state folder keeps them by the kernel's locks, a server by leases.
 */
@NullMarked
package io.sluice.state.lease;

import org.jspecify.annotations.NullMarked;
