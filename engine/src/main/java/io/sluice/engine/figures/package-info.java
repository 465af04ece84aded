/**
 * How the way of a run's records was: times, amounts, errors. Counted by those on the way at little
 * cost, a batch at a time; read by anybody. Depends on no stop of the way.
 */
@NullMarked
package io.sluice.engine.figures;

import org.jspecify.annotations.NullMarked;
