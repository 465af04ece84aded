/**
 * Kafka Connect's own distributed worker with its REST API, in this process. Begin at {@link
 * io.sluice.kafka.worker.ConnectWorker}. Knows nothing of pipelines: it gets connectors as any
 * Connect worker does.
 */
@NullMarked
package io.sluice.kafka.worker;

import org.jspecify.annotations.NullMarked;
