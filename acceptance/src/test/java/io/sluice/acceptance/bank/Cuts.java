package io.sluice.acceptance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What each committed epoch in a PostgreSQL target looks like to those who read there. A trigger
 * that waits for the commit of the sink's transaction writes it down, so none is missed.
 */
final class Cuts {
  private final Target target;

  private Cuts(Target target) {
    this.target = target;
  }

  /** From now on; the sink's tables must be there. */
  static Cuts watch(Target target) throws SQLException {
    target.execute(
        """
        CREATE TABLE cuts (number bigserial PRIMARY KEY, accounts int NOT NULL, total numeric NOT NULL,
          halves bigint[] NOT NULL);
        CREATE TABLE backwards (account int, before bigint, after bigint);

        CREATE FUNCTION write_down_cut() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO cuts (accounts, total, halves)
            SELECT (SELECT count(*) FROM accounts), (SELECT coalesce(sum(balance), 0) FROM accounts),
            ARRAY(SELECT DISTINCT last_transfer FROM accounts WHERE last_transfer IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.id = last_transfer));
          RETURN NULL;
        END $$;

        CREATE FUNCTION write_down_backwards() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO backwards VALUES (NEW.id, OLD.version, NEW.version);
          RETURN NEW;
        END $$;

        CREATE TRIGGER backwards BEFORE UPDATE ON accounts FOR EACH ROW
          WHEN (NEW.version < OLD.version) EXECUTE FUNCTION write_down_backwards();

        -- Behind that on the accounts: the sink locks the tables in this order as well.
        CREATE CONSTRAINT TRIGGER cut AFTER INSERT OR UPDATE ON _sluice_offsets
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION write_down_cut();
        """);
    return new Cuts(target);
  }

  /** How many were written down. */
  long count() throws SQLException {
    return target.number("SELECT count(*) FROM cuts");
  }

  /**
   * Each is a state in which the bank was, or such a state and a part of the next transaction: the
   * stream is applied in the order of the commits, and an epoch may end within a transaction. All
   * that can be missing of that one is its credit and its line in the journal.
   */
  void areStatesOfTheBank(Bank bank) throws SQLException {
    areStatesOfTheBank(bank, 0);
  }

  /**
   * The same from an epoch on. What was seen up to it lacks accounts or lines of the journal that
   * were not read yet; but an account that is there is as the stream has it, so as soon as all are
   * there the total is right.
   *
   * @param reading how many cuts were seen until all was read for sure
   */
  void areStatesOfTheBank(Bank bank, long reading) throws SQLException {
    assertThat(target.column("SELECT account || ': ' || before || ' -> ' || after FROM backwards"))
        .as("accounts that went back to an older version")
        .isEmpty();
    long whole = 0;
    long parts = 0;
    long lacking = 0;
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet cut =
            statement.executeQuery(
                "SELECT number, total, cardinality(halves), (SELECT amount FROM journal WHERE id ="
                    + " halves[1]), accounts FROM cuts ORDER BY number")) {
      while (cut.next()) {
        String which = "epoch " + cut.getLong(1);
        int halves = cut.getInt(3);
        if (cut.getLong(1) <= reading && (halves > 1 || cut.getInt(5) < bank.accounts())) {
          lacking++;
          continue;
        }
        assertThat(cut.getInt(5)).as("%s: accounts", which).isEqualTo(bank.accounts());
        assertThat(halves).as("%s: transactions of which a part is there", which).isBetween(0, 1);
        if (halves == 0) {
          whole++;
          assertThat(cut.getLong(2)).as("%s: total", which).isEqualTo(bank.total());
        } else {
          parts++;
          assertThat(cut.getLong(2))
              .as("%s: total, with half of a transfer of %d", which, cut.getLong(4))
              .isIn(bank.total(), bank.total() - cut.getLong(4));
        }
      }
    }
    System.out.println(
        whole
            + " epochs ended between two transactions, "
            + parts
            + " within one, "
            + lacking
            + " before all was read");
    assertThat(whole).as("epochs that ended between two transactions").isPositive();
  }

  /**
   * None shows a part of a transaction, where the sink was asked to keep them whole.
   *
   * @param reading how many cuts were seen until all was read for sure
   */
  void areWhole(Bank bank, long reading) throws SQLException {
    assertThat(
            target.column(
                "SELECT 'epoch ' || number || ': ' || total || ' in ' || accounts || ' accounts, "
                    + "parts of ' || cardinality(halves) || ' transfers' FROM cuts WHERE number > "
                    + reading
                    + " AND (cardinality(halves) > 0 OR total <> "
                    + bank.total()
                    + " OR accounts <> "
                    + bank.accounts()
                    + ") ORDER BY number"))
        .as("states in which the bank never was")
        .isEmpty();
    assertThat(target.column("SELECT account || ': ' || before || ' -> ' || after FROM backwards"))
        .as("accounts that went back to an older version")
        .isEmpty();
  }
}
