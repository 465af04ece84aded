/**
 * What the sink keeps in the target beside the rows, in tables of its own: how far it came ({@link
 * io.sluice.connector.table.stored.StoredOffsets}) and what each pipeline has brought into a table
 * ({@link io.sluice.connector.table.stored.StoredSchemas}). Later releases read what earlier ones
 * wrote.
 */
@NullMarked
package io.sluice.connector.table.stored;

import org.jspecify.annotations.NullMarked;
