/**
 * What a measurement is, how two contenders are held against each other, how large the work is.
 * Begin at {@link io.sluice.bench.harness.Measurement}. Knows nothing of databases or engines.
 */
@NullMarked
package io.sluice.bench.harness;

import org.jspecify.annotations.NullMarked;
