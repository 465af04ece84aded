/**
 * The command that holds a pipeline's copies against their source. Begin at {@link
 * io.sluice.cli.reconcile.ReconcileCommand}; {@link io.sluice.cli.reconcile.TablePairs} finds what
 * is to be compared with what, {@link io.sluice.cli.reconcile.PipelineEffects} what the pipeline
 * changes on the way. The comparison itself knows nothing of this: {@code io.sluice.cli.compare}.
 */
@NullMarked
package io.sluice.cli.reconcile;

import org.jspecify.annotations.NullMarked;
