/**
 * One class for each measurement, joined in {@link io.sluice.bench.work.Measurements}. Begin there.
 * Each says what it is held against and what limits it.
 */
@NullMarked
package io.sluice.bench.work;

import org.jspecify.annotations.NullMarked;
