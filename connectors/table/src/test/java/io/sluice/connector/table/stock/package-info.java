/**
 * The dialects' suites on Kafka Connect's own worker, in this process: records go through the
 * topics of a real broker, offsets are Kafka's. Begin at {@link
 * io.sluice.connector.table.stock.WorkerSinkRun}. Knows nothing of the cases; what they say to a
 * task is passed on by {@link io.sluice.connector.table.stock.SteeredTask}.
 */
@NullMarked
package io.sluice.connector.table.stock;

import org.jspecify.annotations.NullMarked;
