/**
 * The whole of a registry, out into a folder and in again, ids kept. Begin at {@link
 * io.sluice.cli.schema.transfer.Snapshot} and {@link io.sluice.cli.schema.transfer.Import}.
 */
@NullMarked
package io.sluice.cli.schema.transfer;

import org.jspecify.annotations.NullMarked;
