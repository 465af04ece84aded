package io.sluice.connector.postgres;

import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.stream.SlotProgress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands when a run begins: what it and the others of its connector have done so far.
 *
 * @param partition under which its offsets are kept
 * @param start where an earlier run came to, null for none
 * @param progress what of it is durable; outlives the run
 * @param ledgers what all tasks have read of a snapshot
 */
record TaskPlace(
    Map<String, String> partition,
    @Nullable Position start,
    SlotProgress progress,
    TaskLedgers ledgers) {}
