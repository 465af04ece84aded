package io.sluice.connector.postgres.signal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A signal that waits to be executed.
 *
 * @param from the channel that keeps it until what it asks for is durable, null for none
 * @param answer completes with what hinders it, empty when nothing does; null when nobody waits
 */
record Arrived(
    Signal signal, @Nullable Outstanding from, @Nullable CompletableFuture<String> answer) {}
