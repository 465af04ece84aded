package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Applies a batch; if the database refuses a row, halves the batch until that row is alone. */
public final class Bisection {
  private final Target target;
  private final Table table;
  private final Refusals refusals;

  /** Null where a row is refused at once. */
  private final @Nullable Postponed postponed;

  /** What rows of the table refer to: asked once, of however many that are refused. */
  private @Nullable List<Table.Name> references;

  private Bisection(Target target, Table table, Refusals refusals, @Nullable Postponed postponed) {
    this.postponed = postponed;
    this.target = target;
    this.table = table;
    this.refusals = refusals;
  }

  /**
   * Applies what the database takes.
   *
   * @param refusals gets what it does not take
   * @throws SQLException if something else than a row is wrong
   */
  public static void apply(Target target, Table table, List<Row> batch, Refusals refusals)
      throws SQLException {
    new Bisection(target, table, refusals, null).apply(batch);
  }

  /**
   * The same.
   *
   * @param postponed gets what the database may take at the end of the transaction
   */
  static void apply(
      Target target, Table table, List<Row> batch, Refusals refusals, Postponed postponed)
      throws SQLException {
    new Bisection(target, table, refusals, postponed).apply(batch);
  }

  private void apply(List<Row> batch) throws SQLException {
    try {
      target.apply(table, batch);
    } catch (SQLException e) {
      if (target.fault(e).trouble() != Target.Trouble.ROW) {
        throw e;
      }
      if (batch.size() == 1) {
        refuse(batch.get(0), refusal(e));
        return;
      }
      int middle = batch.size() / 2;
      apply(batch.subList(0, middle));
      apply(batch.subList(middle, batch.size()));
    }
  }

  private void refuse(Row row, DataException reason) throws SQLException {
    if (postponed == null || !postponed.add(table, row, !references().isEmpty(), reason)) {
      refusals.add(row.record(), reason);
    }
  }

  /**
   * Asks for the versions of rows. A row that the database cannot even compare is refused.
   *
   * @return the versions of each probe; null for one that was refused
   * @throws SQLException if something else than a row is wrong
   */
  public static List<@Nullable List<Version>> versions(
      Target target, Table table, VersionColumns columns, List<Probe> probes, Refusals refusals)
      throws SQLException {
    return new Bisection(target, table, refusals, null).versions(columns, probes);
  }

  private List<@Nullable List<Version>> versions(VersionColumns columns, List<Probe> probes)
      throws SQLException {
    try {
      return new ArrayList<>(target.versions(table, columns, probes));
    } catch (SQLException e) {
      if (target.fault(e).trouble() != Target.Trouble.ROW) {
        throw e;
      }
      if (probes.size() == 1) {
        refusals.add(probes.get(0).record(), refusal(e));
        List<@Nullable List<Version>> none = new ArrayList<>();
        none.add(null);
        return none;
      }
      int middle = probes.size() / 2;
      List<@Nullable List<Version>> found = versions(columns, probes.subList(0, middle));
      found.addAll(versions(columns, probes.subList(middle, probes.size())));
      return found;
    }
  }

  private List<Table.Name> references() throws SQLException {
    List<Table.Name> known = references;
    if (known == null) {
      known = target.catalog().references(table.name());
      references = known;
    }
    return known;
  }

  /** The driver's own message may repeat the row's values, so it is left out. */
  private DataException refusal(SQLException e) throws SQLException {
    List<Table.Name> referred = references();
    String state = e.getSQLState() == null ? "" : " (SQL state " + e.getSQLState() + ")";
    return new DataException(
        "the database refused the row for table "
            + table.name()
            + state
            + ": "
            + reason(table.needed())
            + (referred.isEmpty()
                ? ""
                : ". Its rows refer to "
                    + referred
                    + ": if the one there comes with a later commit, replay this one behind it")
            + ". Change the table or the record, then replay it.");
  }

  private static String reason(List<String> needed) {
    return needed.isEmpty()
        ? "a constraint of the table, or a value that its type cannot hold"
        : "column '"
            + String.join("', '", needed)
            + "' must have a value in a new row, has no default, and no record brings it; or"
            + " another constraint, or a value that its type cannot hold";
  }
}
