package io.sluice.state.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that come at one time share transactions, and nothing else. */
class SqliteFileTest {
  @TempDir Path folder;
  private SqliteFile file;
  private final List<FutureTask<?>> tasks = new ArrayList<>();

  @BeforeEach
  void open() {
    file = new SqliteFile(folder.resolve("state.db"));
    file.write(Durability.NOW, connection -> execute(connection, "create table t (n integer)"));
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void work_that_waits_is_done_in_one_transaction() throws Exception {
    waiting(
        insert(1),
        insert(2),
        () ->
            file.write(
                Durability.NOW,
                connection -> {
                  execute(connection, "insert into t values (3)");
                  // Its own transaction has the others' rows, which nobody else sees yet.
                  return List.of(count(connection), file.read(SqliteFileTest::count));
                }));

    assertThat(tasks.get(2).get()).isEqualTo(List.of(3, 0));
    assertThat(file.<Integer>read(SqliteFileTest::count)).isEqualTo(3);
  }

  @Test
  void work_that_fails_changes_nothing_and_the_others_stay() throws Exception {
    waiting(
        insert(1),
        () ->
            file.write(
                Durability.NOW,
                connection -> {
                  execute(connection, "insert into t values (2)");
                  throw new IllegalArgumentException("own");
                }),
        () -> file.write(Durability.WITH_NEXT, connection -> execute(connection, "no sql")),
        insert(4));

    assertThat(tasks.get(0).get()).isEqualTo(1);
    assertThatThrownBy(tasks.get(1)::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("own");
    assertThatThrownBy(tasks.get(2)::get).cause().isInstanceOf(StateException.class);
    assertThat(tasks.get(3).get()).isEqualTo(1);
    assertThat(file.<Integer>read(SqliteFileTest::sum)).isEqualTo(5);
  }

  @Test
  void a_transaction_that_is_lost_fails_all_that_was_in_it() throws Exception {
    waiting(
        insert(1),
        () ->
            file.write(
                Durability.NOW,
                connection -> {
                  // What SQLite does by itself after a failed write.
                  execute(connection, "rollback");
                  throw new SQLException("the disk");
                }),
        insert(3));

    for (FutureTask<?> task : tasks) {
      assertThatThrownBy(task::get)
          .cause()
          .isInstanceOf(StateException.class)
          .rootCause()
          .hasMessageContaining("the disk");
    }
    assertThat(file.<Integer>read(SqliteFileTest::count)).isZero();
    assertThat(insert(7).call()).isEqualTo(1);
  }

  @Test
  void work_that_brings_work_is_refused() {
    assertThatThrownBy(
            () -> file.write(Durability.NOW, connection -> file.write(Durability.NOW, c -> 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file.<Integer>read(SqliteFileTest::count)).isZero();
  }

  /** Brings work, in this order, while somebody else writes; returns when all of it is over. */
  private void waiting(Callable<?>... work) throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Thread first =
        new Thread(
            () ->
                file.write(
                    Durability.NOW,
                    connection -> {
                      begun.countDown();
                      try {
                        written.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return 0;
                    }));
    first.start();
    begun.await();
    List<Thread> threads = new ArrayList<>();
    for (Callable<?> each : work) {
      FutureTask<?> task = new FutureTask<>(each);
      Thread thread = new Thread(task);
      tasks.add(task);
      threads.add(thread);
      thread.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> thread.getState() == Thread.State.WAITING);
    }
    written.countDown();
    first.join();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Callable<Integer> insert(int n) {
    return () ->
        file.write(
            Durability.NOW,
            connection -> {
              execute(connection, "insert into t values (" + n + ")");
              return 1;
            });
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static int count(Connection connection) throws SQLException {
    return number(connection, "select count(*) from t");
  }

  private static int sum(Connection connection) throws SQLException {
    return number(connection, "select sum(n) from t");
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getInt(1) : -1;
    }
  }
}
