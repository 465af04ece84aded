/**
 * Connectors that cost next to nothing: a source of prepared records, sinks that count or take the
 * time. Begin at {@link io.sluice.bench.connector.CountingSinkConnector}. What they saw is read
 * through JMX, whatever class loader they are in.
 */
@NullMarked
package io.sluice.bench.connector;

import org.jspecify.annotations.NullMarked;
