/**
 * Running a pipeline and asking the one that runs: {@code run}, {@code status}, {@code pause},
 * {@code resume}, {@code stop}, {@code sql}. Begin at {@link io.sluice.cli.run.RunSession}, which
 * holds all that is open while a pipeline runs.
 */
@NullMarked
package io.sluice.cli.run;

import org.jspecify.annotations.NullMarked;
