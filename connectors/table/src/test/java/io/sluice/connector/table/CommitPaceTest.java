package io.sluice.connector.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private final AtomicLong now = new AtomicLong(-1_000_000);
  private final CommitPace pace = new CommitPace(75, now::get);

  private void commitTaking(long nanos) {
    long began = pace.commits();
    now.addAndGet(nanos);
    pace.committed(began);
    pace.begins();
  }

  @Test
  void a_commit_is_due_so_long_after_the_first_row() {
    assertThat(pace.isDue()).isFalse();
    now.addAndGet(74);
    assertThat(pace.isDue()).isFalse();
    now.addAndGet(1);
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void the_time_begins_anew_with_each_transaction() {
    pace.isDue();
    now.addAndGet(75);
    commitTaking(1);
    now.addAndGet(500);
    assertThat(pace.isDue()).isFalse();
  }

  @Test
  void commits_never_take_more_than_a_tenth_of_the_time() {
    commitTaking(100);
    pace.isDue();
    now.addAndGet(899);
    assertThat(pace.isDue()).isFalse();
    now.addAndGet(1);
    assertThat(pace.isDue()).isTrue();
  }
}
