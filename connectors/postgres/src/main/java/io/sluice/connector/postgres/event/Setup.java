package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.value.TypeMapping;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same for all reading of a task.
 *
 * @param config the settings
 * @param partition the source partition of every record
 * @param source makes the source blocks
 * @param mapping the columns' types
 * @param clock tells when events are processed
 * @param system identifier of the database cluster, null when unknown
 */
public record Setup(
    PostgresConfig config,
    Map<String, String> partition,
    SourceBlock source,
    TypeMapping mapping,
    Clock clock,
    @Nullable String system) {}
