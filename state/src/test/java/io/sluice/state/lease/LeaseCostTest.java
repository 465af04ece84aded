package io.sluice.state.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it costs a transaction that it looks at its lease first: printed, since a machine's pace is
 * no reason to fail. What is written is counted, with the look and without.
 */
@Tag("long")
class LeaseCostTest {
  private static final int WARM = 500;
  private static final int MEASURED = 2_000;

  @Test
  void the_look_at_a_lease_is_measured() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        StateDatabase state =
            StateDatabase.open(
                new PostgresAddress(database.jdbcUrl(), null, null),
                LeaseTerms.STANDARD,
                new FixedClock());
        PipelineLock lock = state.lock("shop")) {
      database.sql("create table kept (id bigint generated always as identity, what text)");
      Storage fenced = new FencedStorage(state, lock);
      long[] plain = new long[MEASURED];
      long[] checked = new long[MEASURED];
      for (int i = -WARM; i < MEASURED; i++) {
        long one = write(state, "plain");
        long other = write(fenced, "checked");
        if (i >= 0) {
          plain[i] = one;
          checked[i] = other;
        }
      }

      System.out.println("transaction of one row:              " + quantiles(plain));
      System.out.println("the same that looks at its lease:    " + quantiles(checked));
      for (String what : new String[] {"plain", "checked"}) {
        assertThat(database.number("select count(*) from kept where what = '" + what + "'"))
            .isEqualTo(WARM + MEASURED);
      }
    }
  }

  private static long write(Storage storage, String what) {
    long begun = System.nanoTime();
    storage.write(
        Durability.NOW,
        connection -> {
          Sql.update(connection, "insert into kept (what) values (?)", what);
          return what;
        });
    return System.nanoTime() - begun;
  }

  private static String quantiles(long[] nanos) {
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "p50 %.3f ms, p99 %.3f ms",
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }
}
