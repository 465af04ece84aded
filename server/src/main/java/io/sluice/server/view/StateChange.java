package io.sluice.server.view;

import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline went from one state into another.
 *
 * @param from empty for the first that this server saw of it
 * @param reason why, as far as it is known; empty if nothing is to be said. Free of secrets
 */
public record StateChange(
    String pipeline, Instant at, Optional<PipelineState> from, PipelineState to, String reason) {}
