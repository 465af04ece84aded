package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.PacedWriters;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * From the return of a commit at the source until a query of the copy finds the row, while
 * transactions of one insert come at a steady pace.
 */
final class CommitToQueryable implements Measurement {

  private static final int PER_SECOND = 1_000;
  private static final int CONNECTIONS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NOTE =
      "From PostgreSQL to PostgreSQL, settings as they come. From the return of the insert's commit"
          + " to its writer until a query of the copy, asked every 2 ms, gives the row. Of each run"
          + " the first second is left out.";

  @Override
  public String name() {
    return "commit-to-queryable";
  }

  @Override
  public String about() {
    return "commit at the source to found in the copy, 1,000 tx/s, PostgreSQL to PostgreSQL, p50"
        + " and p99";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    try (BenchServer source = BenchServer.source(bench);
        BenchServer target = BenchServer.target(bench)) {
      for (int i = 0; i <= bench.scale().runs(); i++) {
        long[] nanos = run(bench, source, target, "queryable_" + i);
        double half = nanos[nanos.length / 2] / 1e6;
        double most = nanos[(int) (nanos.length * 0.99)] / 1e6;
        bench.say("  %s: p50 %.1f ms, p99 %.1f ms", i == 0 ? "warm-up" : "round " + i, half, most);
        if (i > 0) {
          p50.add(half);
          p99.add(most);
        }
      }
    }
    return List.of(
        result(name() + "-p50", p50, Bar.none()),
        result(name() + "-p99", p99, Bar.atMost(250, 150)));
  }

  private static Result result(String name, List<Double> runs, Bar bar) {
    return new Result(name, "ms", Duel.median(runs), runs, "", null, null, bar, NOTE);
  }

  /** Runs once; answers how long each row took, in order of length. */
  private static long[] run(Workbench bench, BenchServer source, BenchServer target, String name)
      throws Exception {
    int count = (bench.scale().latencySeconds() + 1) * PER_SECOND;
    OrdersTable table = OrdersTable.empty(name, source);
    String copy = "copies." + name;
    target.execute("DROP TABLE IF EXISTS " + copy);
    ExecutorService watcher = Executors.newSingleThreadExecutor();
    try (Captures captures = new Captures(source, table, bench);
        Running running = captures.start(name, captures.ours(name), Sinks.postgres(target, copy))) {
      // One row before the pace begins: found in the copy, it proves that all is past its start.
      table.insert(0, 1, 1);
      Delivered.committed(running, 1);
      long[] found = new long[count + 1];
      Future<?> watching =
          watcher.submit(
              () -> {
                watch(target, copy, found, running);
                return null;
              });
      long[] committed = new long[count + 1];
      new PacedWriters(source, table, PER_SECOND, CONNECTIONS).timed(committed).write(1, count);
      watching.get();
      long[] took = new long[count - PER_SECOND];
      for (int i = 0; i < took.length; i++) {
        int id = PER_SECOND + 1 + i;
        took[i] = found[id] - committed[id];
      }
      Arrays.sort(took);
      return took;
    } finally {
      watcher.shutdownNow();
      source.forgetSlots();
      target.execute("DROP TABLE IF EXISTS " + copy);
    }
  }

  /** Notes when each row is seen first, until all are. */
  private static void watch(BenchServer target, String copy, long[] found, Running running)
      throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Connection connection = target.connect();
        PreparedStatement query =
            connection.prepareStatement("SELECT id FROM " + copy + " WHERE id >= ?")) {
      int low = 1; // All below were seen.
      while (low < found.length) {
        running.check();
        query.setLong(1, low);
        try (ResultSet rows = query.executeQuery()) {
          long now = System.nanoTime();
          while (rows.next()) {
            int id = rows.getInt(1);
            found[id] = found[id] == 0 ? now : found[id];
          }
        }
        while (low < found.length && found[low] != 0) {
          low++;
        }
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("Expected row " + low + " in " + copy + " within " + LIMIT);
        }
        Thread.sleep(2);
      }
    }
  }
}
