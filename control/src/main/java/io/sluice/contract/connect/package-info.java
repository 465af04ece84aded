/**
 * Contracts on workers of Kafka Connect, where a gate is a transform behind all others of a source.
 * Begin at ContractTransform.
 */
@NullMarked
package io.sluice.contract.connect;

import org.jspecify.annotations.NullMarked;
