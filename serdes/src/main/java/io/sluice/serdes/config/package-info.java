/**
 * The settings that all three formats share, by the names that Confluent's documentation gives
 * them. Begin at {@link SerdeOptions}.
 */
@NullMarked
package io.sluice.serdes.config;

import org.jspecify.annotations.NullMarked;
