package io.sluice.connector.postgres.testbed;

import io.sluice.testkit.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Changes table {@code t(id int PRIMARY KEY, n bigint)} at random until it is closed: updates,
 * inserts, deletes, key changes and roll-backs, each change with the next number of the sequence
 * {@code ticks}.
 */
public final class Churn implements AutoCloseable {

  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicLong changes = new AtomicLong();
  private final CompletableFuture<Void> writers;

  public Churn(PostgresDatabase database) {
    this.writers =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> write(database, 1)),
            CompletableFuture.runAsync(() -> write(database, 2)));
  }

  public long changes() {
    return changes.get();
  }

  @Override
  public void close() {
    enough.set(true);
    writers.join();
  }

  private void write(PostgresDatabase database, long seed) {
    Random random = new Random(seed);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      while (!enough.get()) {
        try {
          for (int i = random.nextInt(4); i >= 0; i--) {
            change(connection, random);
          }
          if (random.nextInt(10) == 0) {
            connection.rollback();
          } else {
            connection.commit();
          }
        } catch (SQLException e) {
          connection.rollback(); // the two writers met in a deadlock or at one key
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(Connection connection, Random random) throws SQLException {
    String sql =
        switch (random.nextInt(5)) {
          case 0 -> "DELETE FROM t WHERE id = ?";
          case 1 -> "INSERT INTO t VALUES (?, nextval('ticks')) ON CONFLICT DO NOTHING";
          case 2 ->
              "UPDATE t SET id = id + 30000, n = nextval('ticks') WHERE id = ? AND NOT EXISTS"
                  + " (SELECT FROM t x WHERE x.id = t.id + 30000)";
          default -> "UPDATE t SET n = nextval('ticks') WHERE id = ?";
        };
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, 1 + random.nextInt(20_000));
      changes.addAndGet(statement.executeUpdate());
    }
  }
}
