package io.sluice.acceptance.bank;

import io.sluice.testkit.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Accounts between which clerks transfer money, several at a time. A transfer is one transaction of
 * three statements: debit, credit, a row in {@code journal}. It neither makes nor destroys money,
 * so the total is the same in every state that the bank was ever in; and whoever sees a transfer's
 * number on an account without its row in the journal sees half of a transaction. Some transfers
 * are rolled back. {@code version} of an account rises by one with each change.
 */
final class Bank implements AutoCloseable {
  /** What every account holds in the beginning. */
  static final long OPENING = 1_000;

  private static final int CLERKS = 4;
  private static final int BUSY_ACCOUNTS = 20; // half of all transfers meet there

  private final PostgresDatabase database;
  private final int accounts;
  private final long seed;
  private final AtomicLong transfers = new AtomicLong();
  private final List<Future<?>> work = new ArrayList<>();
  private final ExecutorService clerks = Executors.newFixedThreadPool(CLERKS);
  private volatile boolean closing;

  private Bank(PostgresDatabase database, int accounts, long seed) {
    this.database = database;
    this.accounts = accounts;
    this.seed = seed;
  }

  /** Opens so many accounts in an empty database. */
  static Bank open(PostgresDatabase database, int accounts, long seed) {
    database.sql(
        "CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL, version bigint NOT"
            + " NULL DEFAULT 0, last_transfer bigint)",
        "CREATE TABLE journal (id bigint PRIMARY KEY, debited int NOT NULL, credited int NOT NULL,"
            + " amount bigint NOT NULL)",
        "INSERT INTO accounts (id, balance) SELECT i, "
            + OPENING
            + " FROM generate_series(1, "
            + accounts
            + ") i",
        // Closed at once, so that a sink knows the table before the first transfer.
        "INSERT INTO journal VALUES (0, 0, 0, 0)");
    return new Bank(database, accounts, seed);
  }

  int accounts() {
    return accounts;
  }

  /** All the money there is. */
  long total() {
    return accounts * OPENING;
  }

  /** Sends the clerks to work, so many transfers a second in all. */
  Bank start(int perSecond) {
    for (int clerk = 0; clerk < CLERKS; clerk++) {
      Random random = new Random(seed + clerk);
      work.add(
          clerks.submit(
              () -> {
                transferOnAndOn(random, perSecond);
                return null;
              }));
    }
    return this;
  }

  private void transferOnAndOn(Random random, int perSecond) throws SQLException {
    long pause = TimeUnit.SECONDS.toNanos(1) * CLERKS / perSecond;
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement change =
              connection.prepareStatement(
                  "UPDATE accounts SET balance = balance + ?, version = version + 1, last_transfer"
                      + " = ? WHERE id = ?");
          PreparedStatement note =
              connection.prepareStatement("INSERT INTO journal VALUES (?, ?, ?, ?)")) {
        while (!closing) {
          transfer(random, change, note);
          if (random.nextInt(10) == 0) {
            connection.rollback();
          } else {
            connection.commit();
          }
          LockSupport.parkNanos(pause);
        }
      }
    }
  }

  private void transfer(Random random, PreparedStatement change, PreparedStatement note)
      throws SQLException {
    long id = transfers.incrementAndGet();
    // Locked in one order, so that no two clerks wait for each other.
    int lower = account(random);
    int higher = account(random);
    if (lower == higher) {
      higher = lower % accounts + 1;
    }
    if (lower > higher) {
      int swap = lower;
      lower = higher;
      higher = swap;
    }
    long amount = 1 + random.nextInt(100);
    change(change, lower, -amount, id);
    change(change, higher, amount, id);
    note.setLong(1, id);
    note.setInt(2, lower);
    note.setInt(3, higher);
    note.setLong(4, amount);
    note.executeUpdate();
  }

  private static void change(PreparedStatement change, int account, long by, long transfer)
      throws SQLException {
    change.setLong(1, by);
    change.setLong(2, transfer);
    change.setInt(3, account);
    change.executeUpdate();
  }

  private int account(Random random) {
    return 1 + random.nextInt(random.nextBoolean() ? BUSY_ACCOUNTS : accounts);
  }

  /**
   * One transaction that changes every account, and not the total: the first half of them pays the
   * second half.
   */
  void reform() {
    database.sql(
        "BEGIN; LOCK TABLE accounts IN EXCLUSIVE MODE; UPDATE accounts SET balance = balance + CASE"
            + " WHEN id <= "
            + accounts / 2
            + " THEN -1 ELSE 1 END, version = version + 1; COMMIT");
  }

  /**
   * The number of a transfer that is committed by now and that no snapshot so far can have seen.
   */
  long newest() {
    return database.number("SELECT max(id) FROM journal");
  }

  /** Sends the clerks home, after the transfer each is at. */
  void stop() throws Exception {
    closing = true;
    clerks.shutdown();
    for (Future<?> each : work) {
      each.get(30, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    closing = true;
    clerks.shutdownNow();
  }
}
