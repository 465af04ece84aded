package io.sluice.connector.postgres.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** What an upserting target would hold of table {@code t(id int PRIMARY KEY, n bigint)}. */
public final class Copy {

  public final Map<Integer, Long> rows = new TreeMap<>();

  public static Map<Integer, Long> of(PostgresDatabase database) {
    Map<Integer, Long> rows = new TreeMap<>();
    for (List<Object> row : database.rows("SELECT id, n FROM t")) {
      rows.put(((Number) row.get(0)).intValue(), ((Number) row.get(1)).longValue());
    }
    return rows;
  }

  /** Takes records, of which none may put an older state over a newer one. */
  public void take(List<SourceRecord> records) {
    for (SourceRecord record : records) {
      take(record, true);
    }
  }

  /** Takes records of which some may have been taken before. */
  public void takeAnyOrder(List<SourceRecord> records) {
    for (SourceRecord record : records) {
      take(record, false);
    }
  }

  /**
   * Takes records until it is the table, which nobody changes any more, or a minute is over; then
   * what else comes, which must leave it so.
   */
  public void becomes(PostgresDatabase database, SourceTaskHarness source) {
    Map<Integer, Long> table = of(database);
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (!rows.equals(table) && Instant.now().isBefore(end)) {
      takeAnyOrder(source.pollFor(Duration.ofMillis(100)));
    }
    takeAnyOrder(source.pollFor(Duration.ofMillis(500)));
    assertThat(rows).isEqualTo(table);
  }

  private void take(SourceRecord record, boolean inOrder) {
    if (!record.topic().endsWith(".t")) {
      return;
    }
    int id = ((Struct) record.key()).getInt32("id");
    if (record.value() == null || TestSource.op(record).equals("d")) {
      rows.remove(id);
      return;
    }
    long n = TestSource.after(record).getInt64("n");
    Long before = rows.put(id, n);
    if (inOrder && before != null) {
      assertThat(n).as("state of row %s after %s", id, before).isGreaterThanOrEqualTo(before);
    }
  }
}
