package io.sluice.cli.compare;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.dialect.Side;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.side.Key;
import io.sluice.cli.compare.side.KeyRange;
import io.sluice.cli.compare.side.RowQueries;
import io.sluice.cli.compare.side.Sum;
import io.sluice.cli.compare.side.TableRows;
import io.sluice.cli.compare.side.TableRows.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with its copy: range by range of the key, each side computing count and sum of
 * hashes of its own rows at the same time; where they differ, bucket by bucket of the keys' hashes;
 * where these differ, row by row. Rows that differ are gathered and then confirmed. Memory is
 * bounded by a range, and by the limit of differences. Used by one thread.
 */
public final class TableComparison {
  private static final int SUSPECTS_AT_ONCE = 1_000;

  /** Rows of one side that are held at once, about. */
  private static final long ROWS_AT_ONCE = 20_000;

  private static final int BUCKETS_AT_ONCE = 2_000;

  /** Each part is a pass over the whole table, which hashes its keys. */
  private static final int RANGES_A_PART = 20;

  private static final int MOST_PARTS = 256;

  private final ComparedTable table;
  private final TableRows source;
  private final TableRows target;
  private final Confirmation confirmation;
  private final Limits limits;
  private final Pause pause;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Key> undecided = new ArrayList<>();
  private final Set<Key> suspects = new LinkedHashSet<>();
  private boolean quick;
  private long sourceRows;
  private long targetRows;

  /** Is told how far a comparison came. */
  public interface Progress {
    void reached(TableProgress at) throws IOException;
  }

  /**
   * @param position how far the target has followed the source
   */
  public TableComparison(
      ComparedTable table,
      Side source,
      Side target,
      Position position,
      Limits limits,
      Pause pause) {
    this.table = table;
    this.limits = limits;
    this.pause = pause;
    this.source = TableRows.of(source, table, true);
    this.target = TableRows.of(target, table, false);
    confirmation = new Confirmation(this.source, this.target, position, pause, limits.patience());
  }

  /**
   * Compares, from the beginning or from where another comparison came.
   *
   * @param from where to go on; null for the beginning
   * @param progress told after each range how far it came
   * @throws SQLException when one of the databases refuses or fails
   */
  public TableOutcome run(@Nullable TableProgress from, Progress progress)
      throws SQLException, IOException, InterruptedException {
    ExecutorService beside =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "compare-target");
              thread.setDaemon(true);
              return thread;
            });
    try {
      boolean more = true;
      String hash = source.quickHash();
      quick = !hash.isEmpty() && hash.equals(target.quickHash());
      TableProgress at = from != null ? from : TableProgress.beginning(parts());
      sourceRows = at.sourceRows();
      targetRows = at.targetRows();
      suspects.addAll(at.open());
      while (more && differences.size() < limits.differences()) {
        long start = pause.nanos();
        long before = sourceRows;
        KeyRange range = next(at);
        compare(range, beside);
        if (suspects.size() >= SUSPECTS_AT_ONCE) {
          settle();
        }
        at =
            new TableProgress(
                range.upTo(), at.part() + 1, at.parts(), sourceRows, targetRows, open());
        slowDown(sourceRows - before, pause.nanos() - start);
        more = table.ranges() ? range.upTo() != null : at.part() < at.parts();
        if (more) {
          progress.reached(at);
        }
      }
      settle();
      return new TableOutcome(
          sourceRows,
          targetRows,
          differences,
          undecided,
          !more && isWithinLimit(),
          confirmation.atPosition());
    } finally {
      beside.shutdownNow();
    }
  }

  /** Into how many parts the rows go whose key has no ranges, so that no query is a long one. */
  private int parts() throws SQLException {
    return table.ranges()
        ? 1
        : (int) Math.min(MOST_PARTS, 1 + source.count() / (limits.rangeRows() * RANGES_A_PART));
  }

  private KeyRange next(TableProgress at) throws SQLException {
    if (!table.ranges()) {
      return KeyRange.slice(at.part(), at.parts());
    }
    List<String> end = source.boundary(at.above(), limits.rangeRows());
    return KeyRange.between(at.above(), end.isEmpty() ? null : end.get(0));
  }

  /** What differed so far, to be looked at once more by who goes on. */
  private List<Key> open() {
    List<Key> open = new ArrayList<>(suspects);
    differences.forEach(difference -> open.add(difference.key()));
    open.addAll(undecided);
    return open;
  }

  /**
   * Looks at some rows again, after a repair.
   *
   * @return those that still differ, or cannot be decided
   */
  public TableOutcome again(Collection<Key> keys) throws SQLException, InterruptedException {
    Confirmation.Verdict verdict = confirmation.confirm(keys);
    return new TableOutcome(
        0, 0, verdict.differences(), verdict.undecided(), true, confirmation.atPosition());
  }

  /** The condition that the rows of these keys meet at the source. */
  public static String condition(ComparedTable table, Dialect dialect, List<Key> keys) {
    return RowQueries.condition(table, dialect, true, keys);
  }

  private boolean isWithinLimit() {
    return differences.size() < limits.differences();
  }

  private void slowDown(long rows, long nanos) throws InterruptedException {
    if (limits.rowsPerSecond() > 0) {
      long wanted = rows * 1_000_000_000L / limits.rowsPerSecond();
      if (wanted > nanos) {
        pause.sleep(Duration.ofNanos(wanted - nanos));
      }
    }
  }

  private void settle() throws SQLException, InterruptedException {
    if (suspects.isEmpty()) {
      return;
    }
    Confirmation.Verdict verdict = confirmation.confirm(suspects);
    suspects.clear();
    differences.addAll(verdict.differences());
    undecided.addAll(verdict.undecided());
  }

  private void compare(KeyRange range, ExecutorService beside)
      throws SQLException, InterruptedException {
    Future<Sum> asked = beside.submit(() -> target.sum(range, quick));
    Sum here = source.sum(range, quick);
    Sum there = answer(asked);
    sourceRows += here.rows();
    targetRows += there.rows();
    if (here.equals(there)) {
      return;
    }
    long most = Math.max(here.rows(), there.rows());
    // A range of a hundred thousand rows has buckets of some dozens, a larger one of some hundreds.
    int digits = most <= limits.rangeRows() * 2 ? 3 : 4;
    Future<Map<String, Sum>> askedBuckets = beside.submit(() -> target.buckets(range, digits));
    Map<String, Sum> bucketsHere = source.buckets(range, digits);
    Map<String, Sum> bucketsThere = answer(askedBuckets);
    compareBuckets(range, digits, bucketsHere, bucketsThere, beside);
  }

  private void compareBuckets(
      KeyRange range,
      int digits,
      Map<String, Sum> here,
      Map<String, Sum> there,
      ExecutorService beside)
      throws SQLException, InterruptedException {
    Set<String> all = new HashSet<>(here.keySet());
    all.addAll(there.keySet());
    List<String> together = new ArrayList<>();
    long rows = 0;
    for (String bucket : all) {
      Sum mine = here.getOrDefault(bucket, Sum.NOTHING);
      Sum other = there.getOrDefault(bucket, Sum.NOTHING);
      if (mine.equals(other)) {
        continue;
      }
      together.add(bucket);
      rows += Math.max(mine.rows(), other.rows());
      if (rows >= ROWS_AT_ONCE || together.size() >= BUCKETS_AT_ONCE) {
        compareRows(range, digits, together, beside);
        together.clear();
        rows = 0;
        if (suspects.size() >= SUSPECTS_AT_ONCE) {
          settle();
        }
        if (!isWithinLimit()) {
          return;
        }
      }
    }
    if (!together.isEmpty()) {
      compareRows(range, digits, together, beside);
    }
  }

  private void compareRows(KeyRange range, int digits, List<String> buckets, ExecutorService beside)
      throws SQLException, InterruptedException {
    List<String> fixed = List.copyOf(buckets);
    Future<Map<Key, State>> asked = beside.submit(() -> target.rows(range, digits, fixed));
    Map<Key, State> here = source.rows(range, digits, fixed);
    Map<Key, State> there = new HashMap<>(answer(asked));
    here.forEach(
        (key, state) -> {
          State other = there.remove(key);
          if (other == null || !other.hashes().equals(state.hashes())) {
            suspects.add(key);
          }
        });
    suspects.addAll(there.keySet());
  }

  private static <T> T answer(Future<T> asked) throws SQLException, InterruptedException {
    try {
      return Objects.requireNonNull(asked.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException refused) {
        throw refused;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException("the target's query ended strangely", e);
    }
  }
}
