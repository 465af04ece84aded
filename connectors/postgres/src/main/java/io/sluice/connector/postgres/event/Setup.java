package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Lineage;
import java.time.Clock;
import java.util.Map;

/**
 * What stays the same for all reading of a task.
 *
 * @param config the settings
 * @param partition the source partition of every record
 * @param source makes the source blocks
 * @param formats makes the form of each table's events
 * @param clock tells when events are processed
 * @param version of the server
 * @param standby whether the server follows another one, so that nothing can be written to it
 * @param lineage which log the positions count in
 * @param known the captured tables, all of which a snapshot reads
 */
public record Setup(
    PostgresConfig config,
    Map<String, String> partition,
    SourceBlock source,
    TableFormats formats,
    Clock clock,
    ServerVersion version,
    boolean standby,
    Lineage lineage,
    KnownTables known) {}
