/**
 * Pipelines that run on Kafka, sent to a Connect cluster. Begin at {@link
 * io.sluice.cli.deploy.DeployCommand}; {@link io.sluice.cli.deploy.Deployable} is what the files
 * ask for. What is sent and what is compared is decided in {@code io.sluice.kafka.deploy}.
 */
@NullMarked
package io.sluice.cli.deploy;

import org.jspecify.annotations.NullMarked;
