/**
 * Debezium in its own embedded engine, out of reach of our class path. Begin at {@link
 * io.sluice.bench.peer.EmbeddedDebezium}. Its jars are fetched by {@code bench/debezium/pom.xml}.
 */
@NullMarked
package io.sluice.bench.peer;

import org.jspecify.annotations.NullMarked;
