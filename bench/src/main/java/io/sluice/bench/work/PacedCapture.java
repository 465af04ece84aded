package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.PacedWriters;
import io.sluice.bench.connector.SinkGaugeMXBean;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import java.util.Arrays;

/** A capture that runs while transactions of one insert come at a steady pace. */
record PacedCapture(BenchServer server, OrdersTable table, Captures captures) {

  /**
   * What one pace gave.
   *
   * @param micros from commit to hand-over, sorted, one for each transaction but those of the first
   *     second
   * @param written transactions a second that the writers really made
   */
  record Pace(long[] micros, double written) {

    /** Milliseconds within which this share of all was handed over. */
    double percentile(double share) {
      return micros[Math.min(micros.length - 1, (int) (micros.length * share))] / 1e3;
    }
  }

  /**
   * Starts the source, waits until it streams, then writes.
   *
   * @param seconds more than one
   */
  Pace run(String name, Stop source, int perSecond, int seconds, int connections) throws Exception {
    long count = (long) seconds * perSecond;
    long rows = server.number("SELECT coalesce(max(id), 0) FROM " + table);
    try (Running running = captures.start(name, source, Captures.timing())) {
      // One row before the pace begins: seen in the sink, it proves that the reader is past its
      // snapshot.
      table.insert(rows + 1, 1, 1);
      captures.await(running, rows + 1);
      double written =
          new PacedWriters(server, table, perSecond, connections).write(rows + 2, count);
      SinkGaugeMXBean gauge = captures.await(running, rows + 1 + count);
      long[] all = gauge.getLatencies();
      int warm = all.length - (int) count + perSecond;
      long[] counted = Arrays.copyOfRange(all, warm, all.length);
      Arrays.sort(counted);
      return new Pace(counted, written);
    }
  }
}
