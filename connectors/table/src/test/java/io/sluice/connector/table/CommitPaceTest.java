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

  @Test
  void what_remains_until_a_commit_is_due_is_never_nothing() {
    CommitPace slow = new CommitPace(75_000_000, now::get);
    assertThat(slow.remaining()).hasMillis(75);
    now.addAndGet(74_500_000);
    assertThat(slow.remaining()).hasMillis(1);
    now.addAndGet(500_000);
    assertThat(slow.remaining()).isPositive();
  }

  @Test
  void what_remains_includes_the_rest_after_a_slow_commit() {
    commitTaking(100_000_000);
    assertThat(pace.remaining()).hasMillis(900);
  }
}
