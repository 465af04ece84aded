/**
 * Pipelines as connectors of a Kafka Connect cluster, ours or anybody's. Begin at {@link
 * io.sluice.kafka.deploy.Translation}, which makes connectors of a pipeline and asks nobody; then
 * {@link io.sluice.kafka.deploy.Plan}, which holds them against what a cluster has, and {@link
 * io.sluice.kafka.deploy.ConnectCluster}, which speaks to it.
 */
@NullMarked
package io.sluice.kafka.deploy;

import org.jspecify.annotations.NullMarked;
