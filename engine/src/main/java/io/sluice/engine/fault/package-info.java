/**
 * What can go wrong on the way and what is done about it, decided in one place. Begin at Fault.
 * Knows nothing of sources, lanes or sinks.
 */
@NullMarked
package io.sluice.engine.fault;

import org.jspecify.annotations.NullMarked;
