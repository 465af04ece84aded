/**
 * Records through converters and serializers, and through the bare libraries of their formats.
 * Begin at {@link io.sluice.bench.serde.SerdeBed}. Knows nothing of measurements.
 */
@NullMarked
package io.sluice.bench.serde;

import org.jspecify.annotations.NullMarked;
