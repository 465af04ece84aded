/**
 * PostgreSQL change data capture as a Kafka Connect source: a snapshot by COPY, then the changes by
 * pgoutput, as Debezium's events. Begin at {@link PostgresTask}, then {@link SourceRun};
 * ARCHITECTURE.md tells a change's way through the packages. Knows Connect's API and the driver,
 * nothing of any engine.
 */
@NullMarked
package io.sluice.connector.postgres;

import org.jspecify.annotations.NullMarked;
