/**
 * How records lie in topics, for any Kafka Connect runtime. Begin at {@link
 * io.sluice.converters.ExactJsonConverter}. Knows nothing of Sluice's engines.
 */
@NullMarked
package io.sluice.converters;

import org.jspecify.annotations.NullMarked;
