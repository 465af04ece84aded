package io.sluice.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * People who shop: one thread that places, pays, ships, returns and deletes orders, at a steady
 * number of transactions a second, until it is closed. Safe to observe from any thread.
 */
public final class ShopWorkload implements AutoCloseable {
  private static final int PRODUCTS = 200;
  private static final String[] NEXT_STATUS = {"paid", "shipped", "returned"};

  private final ShopServer shop;
  private final int transactionsPerSecond;
  private final Random random;
  private final Thread thread;
  private final AtomicLong transactions = new AtomicLong();
  private volatile boolean open = true;
  private volatile @Nullable SQLException failure;

  private ShopWorkload(ShopServer shop, int transactionsPerSecond, long seed) {
    this.shop = shop;
    this.transactionsPerSecond = transactionsPerSecond;
    this.random = new Random(seed);
    this.thread = new Thread(this::shopUntilClosed, "shop-workload");
    thread.setDaemon(true);
  }

  /**
   * Opens the shop's doors.
   *
   * @param transactionsPerSecond the rate aimed at; at least 1
   * @param seed makes the sequence of actions repeatable
   */
  public static ShopWorkload start(ShopServer shop, int transactionsPerSecond, long seed) {
    ShopWorkload workload = new ShopWorkload(shop, Math.max(1, transactionsPerSecond), seed);
    workload.thread.start();
    return workload;
  }

  /** How many transactions were committed so far. */
  public long transactions() {
    return transactions.get();
  }

  /**
   * Waits for the transaction under way and stops. Throws what stopped the workload early, if
   * anything did.
   */
  @Override
  public void close() throws SQLException {
    open = false;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    SQLException stoppedBy = failure;
    if (stoppedBy != null) {
      throw stoppedBy;
    }
  }

  private void shopUntilClosed() {
    long interval = TimeUnit.SECONDS.toNanos(1) / transactionsPerSecond;
    try (Connection connection = shop.connect()) {
      connection.setAutoCommit(false);
      long next = System.nanoTime();
      while (open) {
        act(connection);
        connection.commit();
        transactions.incrementAndGet();
        next += interval;
        long wait = next - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        } else {
          next = System.nanoTime(); // Behind: go on from here, never in a burst.
        }
      }
    } catch (SQLException e) {
      if (open) {
        failure = e;
      }
    }
  }

  private void act(Connection connection) throws SQLException {
    int dice = random.nextInt(100);
    if (dice < 45) {
      placeOrder(connection);
    } else if (dice < 75) {
      moveOrderOn(connection);
    } else if (dice < 85) {
      restock(connection);
    } else if (dice < 92) {
      deleteOrder(connection);
    } else if (dice < 97) {
      changeCustomer(connection);
    } else {
      newCustomer(connection);
    }
  }

  private void placeOrder(Connection connection) throws SQLException {
    int lines = 1 + random.nextInt(4);
    long order;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO orders (customer_id, total, due, note) VALUES ((SELECT id FROM customers"
                + " WHERE id >= ? ORDER BY id LIMIT 1), ?, current_date + ?, ?) RETURNING id")) {
      insert.setLong(1, 1 + random.nextInt(5000));
      insert.setBigDecimal(2, money(400));
      insert.setInt(3, random.nextInt(14));
      insert.setString(4, random.nextInt(5) == 0 ? "gift wrapping, please: \u2764" : null);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        order = row.getLong(1);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO order_items VALUES (?, ?, ?, ?, ?)")) {
      for (int line = 1; line <= lines; line++) {
        insert.setLong(1, order);
        insert.setInt(2, line);
        insert.setInt(3, 1 + random.nextInt(PRODUCTS));
        insert.setInt(4, 1 + random.nextInt(5));
        insert.setBigDecimal(5, money(100));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void moveOrderOn(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE orders SET status = ?::order_status, note = coalesce(note, 'seen') WHERE id ="
                + " (SELECT id FROM orders WHERE id >= ? ORDER BY id LIMIT 1)")) {
      update.setString(1, NEXT_STATUS[random.nextInt(NEXT_STATUS.length)]);
      update.setLong(2, anyOrder(connection));
      update.executeUpdate();
    }
  }

  private void deleteOrder(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM orders WHERE id = (SELECT id FROM orders WHERE id >= ? ORDER BY id LIMIT"
                + " 1)")) {
      delete.setLong(1, anyOrder(connection)); // Its items go with it.
      delete.executeUpdate();
    }
  }

  private void restock(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE products SET stock = ?, price = ? WHERE id BETWEEN ? AND ? + 2")) {
      int first = 1 + random.nextInt(PRODUCTS);
      update.setInt(1, random.nextInt(2000));
      update.setBigDecimal(2, money(100));
      update.setInt(3, first);
      update.setInt(4, first);
      update.executeUpdate();
    }
  }

  private void changeCustomer(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE customers SET newsletter = NOT newsletter, city = ? WHERE id ="
                + " (SELECT id FROM customers WHERE id >= ? ORDER BY id LIMIT 1)")) {
      update.setString(1, random.nextBoolean() ? null : "M\u00fcnchen");
      update.setLong(2, 1 + random.nextInt(5000));
      update.executeUpdate();
    }
  }

  private void newCustomer(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO customers (name, email) VALUES (?, ?)")) {
      insert.setString(1, "Customer " + random.nextInt(1_000_000));
      insert.setString(2, "new" + random.nextInt(1_000_000) + "@example.com");
      insert.executeUpdate();
    }
  }

  private long anyOrder(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT coalesce(max(id), 1) FROM orders")) {
      row.next();
      return 1 + (long) (random.nextDouble() * row.getLong(1));
    }
  }

  private BigDecimal money(int upTo) {
    return BigDecimal.valueOf(100 + random.nextInt(upTo * 100), 2);
  }
}
