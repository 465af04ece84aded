package io.sluice.kafka.broker;

import org.jspecify.annotations.Nullable;

/**
 * What ended a broker, where Kafka itself would have ended the process.
 *
 * @param reason in a sentence
 * @param cause what was thrown, if anything was
 */
public record BrokerFault(String reason, @Nullable Throwable cause) {}
