/**
 * References such as {@code ${env:SHOP_PASSWORD}} and the values behind them, which nobody may see.
 * Begin at {@link io.sluice.pipeline.secret.Secrets}. The providers are Kafka Connect's own.
 */
@NullMarked
package io.sluice.pipeline.secret;

import org.jspecify.annotations.NullMarked;
