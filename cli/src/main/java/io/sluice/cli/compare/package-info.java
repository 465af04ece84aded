/**
 * Compares a table of one database with its copy in another, by what each server computes of its
 * own rows. Begin at {@link io.sluice.cli.compare.TableComparison}, which narrows a difference down
 * to rows; {@link io.sluice.cli.compare.Confirmation} then decides which of them differ truly and
 * not for a moment only. Knows nothing of pipelines and changes nothing.
 */
@NullMarked
package io.sluice.cli.compare;

import org.jspecify.annotations.NullMarked;
