/**
 * Measurements of the whole and of its parts, each beside a peer or a physical limit in the same
 * process. Begin at {@link io.sluice.bench.Main}. They print and record; they never decide a test.
 */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
