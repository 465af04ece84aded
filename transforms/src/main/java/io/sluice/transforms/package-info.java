/**
 * Single message transforms and predicates for any Kafka Connect runtime. Begin at {@link
 * io.sluice.transforms.Mask}. Knows nothing of Sluice's engine.
 */
@NullMarked
package io.sluice.transforms;

import org.jspecify.annotations.NullMarked;
