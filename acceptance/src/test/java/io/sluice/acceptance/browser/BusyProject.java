package io.sluice.acceptance.browser;

import io.sluice.testkit.PostgresDatabase;
import java.io.IOException;

/**
 * A project in which something is the matter wherever that is possible: pipelines that run, that
 * cannot, that have dead letters, that are no pipelines, and names and texts of every length.
 */
final class BusyProject {
  /** Runs, and copies what is sold. */
  static final String ORDERS = "orders";

  /** What {@link #ORDERS} has promised of a table that it copies. */
  static final String SUBJECT = "orders.public.customers-value";

  /** Its target refuses some rows. */
  static final String LEDGER = "ledger";

  /** Its target is not there. */
  static final String UNREACHABLE = "unreachable";

  /** Its file has errors. */
  static final String INVALID = "invalid";

  /** As long as a name may be, about. */
  static final String LONG = "customers-" + "of-all-branches-".repeat(5) + "and-more";

  /** What somebody writes into a field that others look at. */
  static final String HOSTILE = "</title><img src=x onerror=\"document.title='owned'\">";

  private final PostgresDatabase shop;
  private final PostgresDatabase books;

  BusyProject(PostgresDatabase shop, PostgresDatabase books) {
    this.shop = shop;
    this.books = books;
  }

  /** Makes the tables and writes the files. */
  void writeInto(ServedFolder folder) throws IOException {
    shop.sql(
        "create table orders (id bigint primary key, customer bigint, total numeric(12, 2),"
            + " placed_at timestamptz default now())",
        "create table customers (id bigint primary key, name text, email text)",
        "insert into orders select n, n % 50, n - 5 from generate_series(1, 4000) n",
        "insert into customers select n, 'Customer ' || n, n || '@example.com'"
            + " from generate_series(1, 50) n");
    books.sql("create table orders (id bigint primary key, total numeric check (total > 0))");
    new ShopPipeline(ORDERS, shop, "public.orders,public.customers", "jdbc:sqlite:orders.db")
        .writeInto(folder, "sales/", "schema: {on_change: evolve}\n");
    new ShopPipeline(LEDGER, shop, "public.orders", books.jdbcUrl())
        .writeInto(folder, "sales/", "");
    new ShopPipeline(
            UNREACHABLE,
            shop,
            "public.customers",
            "jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody")
        .writeInto(folder, "", "");
    String texts =
        "owner: >-\n  " + HOSTILE + "\ndescription: >-\n  " + "A long story. ".repeat(30) + HOSTILE;
    new ShopPipeline(LONG, shop, "public.customers", "jdbc:sqlite:long.db")
        .writeInto(folder, "", texts + "\n");
    folder.write(INVALID + ".yaml", "name: invalid\nsource: {connectr: postgres}\nsinks: []\n");
  }

  /** Has the customers' second version of a schema come. */
  void changeATable() {
    shop.sql(
        "alter table customers add column phone text", "insert into customers (id) values (51)");
  }

  /** Has a record flow: an order of this customer is placed. */
  void order(long customer) {
    shop.sql(
        "insert into orders select max(id) + 1, " + customer + ", 20, now() from orders",
        "update orders set total = 30 where id = (select max(id) from orders)");
  }
}
