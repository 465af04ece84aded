/**
 * The connector's settings: Debezium's names and defaults, and our own beside them. Begin at {@link
 * Settings}, which declares each once; {@link PostgresConfig} is what a user gave, a class named
 * {@code ...Settings} what belongs together. What of Debezium's is refused, {@code Unsupported}
 * says.
 */
@NullMarked
package io.sluice.connector.postgres.config;

import org.jspecify.annotations.NullMarked;
