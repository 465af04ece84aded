/**
 * What the contenders work on: an embedded PostgreSQL, its ten-column table, its slots. Begin at
 * {@link io.sluice.bench.bed.BenchServer}. Data that is dear to make is kept from one run to the
 * next.
 */
@NullMarked
package io.sluice.bench.bed;

import org.jspecify.annotations.NullMarked;
