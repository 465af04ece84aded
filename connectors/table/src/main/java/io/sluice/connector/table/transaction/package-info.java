/**
 * Transactions of the source, kept whole in the target. Begin at {@link
 * io.sluice.connector.table.transaction.WholeTransactions}, which holds records back until their
 * transaction has ended. Knows nothing of databases.
 */
@NullMarked
package io.sluice.connector.table.transaction;

import org.jspecify.annotations.NullMarked;
