/**
 * From rows to batches of one table. Begin at {@link io.sluice.connector.table.write.TableWriter}:
 * it keeps the newest row of each key and hands batches to the target. Which table that is, and how
 * it follows the schemas, is said beside it.
 */
@NullMarked
package io.sluice.connector.table.write;

import org.jspecify.annotations.NullMarked;
