package io.sluice.cli.demo;

import io.sluice.demo.ShopComparison.TableResult;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo that ended by itself came to.
 *
 * @param end the run's last status
 * @param lag the run's lag when the copy had caught up; null if it never delivered anything
 * @param transactions committed in the shop while the demo ran
 * @param resumed whether an earlier demo had left a checkpoint
 * @param seconds how long the shop was open
 * @param tables both sides, table by table
 */
record DemoResult(
    RunStatus end,
    @Nullable Duration lag,
    long transactions,
    boolean resumed,
    int seconds,
    List<TableResult> tables) {

  DemoResult {
    tables = List.copyOf(tables);
  }

  /** Whether the run ended well and every table is the same on both sides. */
  boolean equal() {
    return end.state() != RunState.FAILED && tables.stream().allMatch(TableResult::equal);
  }

  /** The JSON object; its keys are a promise to scripts. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("equal", equal());
    document.put("resumed", resumed);
    document.put("seconds", seconds);
    document.put("transactions", transactions);
    document.put("rows_read", end.counts().polled());
    document.put("rows_in_sink", tables.stream().mapToLong(TableResult::targetRows).sum());
    if (lag != null) {
      document.put("lag_ms", lag.toMillis());
    }
    document.put("dead_letters", end.counts().deadLettered());
    RunStatus.LastCheckpoint checkpoint = end.checkpoint();
    if (checkpoint != null) {
      document.put("last_checkpoint", checkpoint.at().toString());
    }
    RunError error = end.lastError();
    if (error != null) {
      document.put("last_error", error.message());
    }
    List<Map<String, Object>> sides = new ArrayList<>();
    for (TableResult table : tables) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("table", table.table());
      one.put("source_rows", table.sourceRows());
      one.put("target_rows", table.targetRows());
      one.put("different_rows", table.differentRows());
      one.put("equal", table.equal());
      sides.add(one);
    }
    document.put("tables", sides);
    return document;
  }
}
