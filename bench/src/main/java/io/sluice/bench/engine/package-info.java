/**
 * Pipelines in our direct engine, set up in code and timed at the counting sink. Begin at {@link
 * io.sluice.bench.engine.EngineBed}. Connectors come from the distribution's plugin folders, as
 * they do for a user.
 */
@NullMarked
package io.sluice.bench.engine;

import org.jspecify.annotations.NullMarked;
