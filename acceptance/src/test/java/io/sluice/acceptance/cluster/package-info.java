/**
 * Pipelines on a cluster of several brokers and workers of which some die, come back, and lose each
 * other. Begin at {@link io.sluice.acceptance.cluster.ClusterTest}.
 */
@NullMarked
package io.sluice.acceptance.cluster;

import org.jspecify.annotations.NullMarked;
