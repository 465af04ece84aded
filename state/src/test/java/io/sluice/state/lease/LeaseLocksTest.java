package io.sluice.state.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.checkpoint.Reset;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.AuditAction;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaseLocksTest {
  private static final String P = "shop";

  /** So short that a test can wait for its end. */
  private static final LeaseTerms SHORT = LeaseTerms.of(Duration.ofSeconds(2));

  /** One that nobody waits for. */
  private static final LeaseTerms LONG = LeaseTerms.of(Duration.ofHours(1));

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void one_run_at_a_time_has_the_pipeline_and_who_comes_second_is_told_by_whom() {
    try (StateDatabase one = open(LONG);
        StateDatabase two = open(LONG)) {
      PipelineLock lock = one.lock(P);

      assertThat(lock.held()).isTrue();
      for (StateDatabase state : List.of(one, two)) {
        assertLocked(() -> state.lock(P), "process " + ProcessHandle.current().pid());
        assertThat(state.holderOf(P)).contains(new Holder(ProcessHandle.current().pid(), null));
      }
      two.lock("other").close();

      lock.close();
      assertThat(lock.held()).isFalse();
      assertThat(two.holderOf(P)).isEmpty();
      two.lock(P).close();
    }
  }

  @Test
  void of_many_that_ask_at_once_one_gets_it() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (StateDatabase state = open(LONG)) {
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<Boolean>> asking = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asking.add(
            threads.submit(
                () -> {
                  begin.await();
                  try {
                    return state.lock(P).held();
                  } catch (StateException e) {
                    assertThat(e.kind()).isEqualTo(Kind.LOCKED);
                    return false;
                  }
                }));
      }
      begin.countDown();
      int got = 0;
      for (Future<Boolean> one : asking) {
        got += one.get() ? 1 : 0;
      }
      assertThat(got).isOne();
      assertThat(token()).isOne();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_lease_that_is_renewed_outlives_its_length() throws Exception {
    try (StateDatabase one = open(SHORT);
        StateDatabase two = open(SHORT)) {
      PipelineLock lock = one.lock(P);
      String first = end();

      await().atMost(Duration.ofSeconds(20)).until(() -> secondsBetween(first, end()) > 3);

      assertThat(lock.held()).isTrue();
      assertLocked(() -> two.lock(P), "process");
      assertThat(token()).isOne();
      lock.confirm();
    }
  }

  @Test
  void what_another_has_taken_over_writes_nothing_more() {
    try (StateDatabase one = open(LONG);
        StateDatabase two = open(LONG)) {
      PipelineLock old = one.lock(P);
      one.checkpoints(old).prepare(P, epoch(1));
      one.deadLetters(old).add(List.of(letter()));
      endNow();
      PipelineLock fresh = two.lock(P);

      assertLocked(() -> one.checkpoints(old).prepare(P, epoch(2)), "no longer this run's");
      assertLocked(() -> one.checkpoints(old).commit(P, 1), P);
      assertLocked(() -> one.checkpoints(old).discardPreparedAfter(P, 0), P);
      assertLocked(() -> one.checkpoints().reset(old, Reset.toTheBeginning(), "ada", "because"), P);
      assertLocked(() -> one.deadLetters(old).add(List.of(letter())), P);
      assertLocked(old::confirm, P);
      assertThat(old.held()).isFalse();

      two.checkpoints(fresh).commit(P, 1);
      assertThat(two.checkpoints().lastCommitted(P).orElseThrow().epoch()).isOne();
      assertThat(two.deadLetters().count(DeadLetters.Filter.open(P))).isOne();
      old.close();
      assertThat(fresh.held()).isTrue();
      fresh.confirm();
      assertThat(token()).isEqualTo(2);
    }
  }

  @Test
  void a_lease_that_ended_while_nobody_wanted_it_goes_on() {
    try (StateDatabase one = open(LONG)) {
      PipelineLock lock = one.lock(P);
      endNow();
      assertThat(one.holderOf(P)).isEmpty();

      one.checkpoints(lock).prepare(P, epoch(1));
      lock.confirm();

      assertThat(one.holderOf(P)).isPresent();
      assertThat(token()).isOne();
    }
  }

  @Test
  void nobody_takes_a_pipeline_in_the_middle_of_a_write_and_its_holder_renews_meanwhile()
      throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (StateDatabase one = open(LONG);
        StateDatabase two = open(LONG);
        PostgresStorage storage =
            PostgresStorage.open(new PostgresAddress(database.jdbcUrl(), null, null))) {
      PipelineLock lock = one.lock(P);
      Future<PipelineLock> taking =
          new FencedStorage(storage, lock)
              .write(
                  Durability.NOW,
                  connection -> {
                    lock.confirm(); // A renewal by another connection does not wait for this one.
                    endNow();
                    Future<PipelineLock> other = thread.submit(() -> two.lock(P));
                    await().until(() -> waiting() == 1);
                    assertThat(other.isDone()).isFalse();
                    Sql.update(
                        connection,
                        "insert into epoch (pipeline, epoch, layout, records, prepared_at)"
                            + " values ('shop', 7, '', 0, 0)");
                    return other;
                  });
      assertThat(taking.get(20, TimeUnit.SECONDS).held()).isTrue();
      assertThat(two.checkpoints().epochs(P)).hasSize(1);
      assertLocked(() -> one.checkpoints(lock).commit(P, 7), P);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void who_stands_still_in_the_middle_of_a_write_does_not_keep_the_pipeline() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    try (PostgresStorage storage =
            PostgresStorage.open(new PostgresAddress(database.jdbcUrl(), null, null));
        LeaseLocks locks =
            new LeaseLocks(storage, SHORT, new Holder(1, "elsewhere"), System::nanoTime);
        StateDatabase other = open(SHORT)) {
      PipelineLock lock = locks.take(P);
      Future<Integer> writing =
          thread.submit(
              () ->
                  new FencedStorage(storage, lock)
                      .write(
                          Durability.NOW,
                          connection -> {
                            inside.countDown();
                            await()
                                .atMost(Duration.ofSeconds(40))
                                .until(() -> goOn.getCount() == 0);
                            Sql.update(
                                connection,
                                "insert into epoch (pipeline, epoch, layout, records, prepared_at)"
                                    + " values ('shop', 7, '', 0, 0)");
                            return 7;
                          }));
      inside.await();
      database.sql("update lease set holder = 'stands still'"); // So it is renewed no more.

      PipelineLock taken =
          await()
              .atMost(Duration.ofSeconds(15))
              .ignoreExceptionsInstanceOf(StateException.class)
              .until(() -> other.lock(P), got -> got != null);
      goOn.countDown();

      assertThatThrownBy(writing::get)
          .cause()
          .isInstanceOfSatisfying(StateException.class, e -> assertThat(e.isTransient()).isTrue());
      assertThat(other.checkpoints().epochs(P)).isEmpty();
      assertThat(taken.held()).isTrue();
    } finally {
      goOn.countDown();
      thread.shutdownNow();
    }
  }

  @Test
  void a_holder_that_is_cut_off_gives_up_before_another_can_have_it_and_cannot_write_later() {
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        StateDatabase cut =
            StateDatabase.open(
                new PostgresAddress(database.jdbcUrl(proxy.port()), null, null),
                SHORT,
                new FixedClock());
        StateDatabase other = open(SHORT)) {
      PipelineLock old = cut.lock(P);
      proxy.stall(); // Without a word: only the silence tells.

      PipelineLock fresh =
          await()
              .pollInterval(Duration.ofMillis(5))
              .atMost(Duration.ofSeconds(20))
              .until(
                  () -> {
                    boolean held = old.held();
                    try {
                      PipelineLock taken = other.lock(P);
                      // Asked before: if it was held then, the two had it at the same time.
                      assertThat(held).isFalse();
                      return taken;
                    } catch (StateException notYet) {
                      return null;
                    }
                  },
                  taken -> taken != null);

      proxy.heal();
      await()
          .ignoreExceptionsMatching(e -> e instanceof StateException state && state.isTransient())
          .atMost(Duration.ofSeconds(50))
          .untilAsserted(() -> assertLocked(old::confirm, P));
      assertThat(fresh.held()).isTrue();
    }
  }

  @Test
  void leases_are_renewed_however_many_writes_wait_for_one_another() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (StateDatabase one = open(SHORT);
        Connection still = database.connect()) {
      PipelineLock lock = one.lock(P);
      still.setAutoCommit(false);
      Sql.update(still, "update audit_head set entries = entries"); // And then nothing more.
      List<Future<?>> noting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        noting.add(
            threads.submit(() -> one.audit().add("ada", AuditAction.PIPELINE_STOP, P, "", "", "")));
      }
      await().until(() -> waiting() == 4); // All that write.

      String first = end();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                assertThat(lock.held()).isTrue();
                return secondsBetween(first, end()) >= 4;
              });

      for (Future<?> note : noting) {
        assertThatThrownBy(() -> note.get(20, TimeUnit.SECONDS))
            .cause()
            .isInstanceOfSatisfying(
                StateException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void terms_that_leave_no_second_attempt_are_refused() {
    assertThatThrownBy(
            () ->
                new LeaseTerms(
                    Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(1)))
        .hasMessageContaining("no second attempt");
    assertThatThrownBy(() -> LeaseTerms.of(Duration.ofMillis(10))).hasMessageContaining("shorter");
  }

  private StateDatabase open(LeaseTerms terms) {
    return StateDatabase.open(
        new PostgresAddress(database.jdbcUrl(), null, null), terms, new FixedClock());
  }

  private static EpochRecord epoch(long number) {
    return new EpochRecord(number, Map.of("p", "" + number), Map.of(), 1);
  }

  private static DeadLetter letter() {
    return new DeadLetter(
        P, DeadLetter.Stage.SINK, "", "E", "m", null, null, null, null, null, "v1", new byte[1]);
  }

  private void endNow() {
    database.sql("update lease set ends_at = clock_timestamp() - interval '1 millisecond'");
  }

  private long token() {
    return database.number("select token from lease where pipeline = 'shop'");
  }

  private String end() {
    return String.valueOf(database.value("select ends_at from lease where pipeline = 'shop'"));
  }

  private long secondsBetween(String from, String to) {
    return database.number(
        "select cast(extract(epoch from timestamptz '" + to + "' - '" + from + "') as bigint)");
  }

  private long waiting() {
    return database.number(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'");
  }

  private static void assertLocked(ThrowingCallable call, String saying) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StateException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.LOCKED);
              assertThat(e.isTransient()).isFalse();
            })
        .hasMessageContaining(saying);
  }
}
