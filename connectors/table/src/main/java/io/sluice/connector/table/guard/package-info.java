/**
 * What stands around a target and does not know which one it is. Begin at {@link
 * io.sluice.connector.table.guard.Handover}, which writers write to, and {@link
 * io.sluice.connector.table.guard.TargetThread}, which has a target on a thread of its own; {@link
 * io.sluice.connector.table.guard.WatchedTarget} adds what the failing statement was, {@link
 * io.sluice.connector.table.guard.Bisection} finds the rows that are refused.
 */
@NullMarked
package io.sluice.connector.table.guard;

import org.jspecify.annotations.NullMarked;
