package io.sluice.server.console.page;

import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunFigures.TableFigures;
import io.sluice.server.console.text.Figures;
import java.util.List;
import java.util.Optional;

/**
 * How far the tables are read.
 *
 * @param percent in words; empty if nobody knows
 * @param left time to its end in words; empty if nobody knows
 * @param tables those that are told one by one, at most {@value #MOST}
 * @param more how many others there are
 */
public record SnapshotGrid(
    String state,
    Tone tone,
    String percent,
    String width,
    String left,
    String rows,
    List<Table> tables,
    int more) {
  private static final int MOST = 40;

  /** More cells than that would be no wider than a hair. */
  private static final int MOST_CELLS = 48;

  public SnapshotGrid {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param cells parts of it, each standing for one or more chunks
   * @param filled how many of the cells are read
   */
  public record Table(String name, String rows, String chunks, int cells, int filled) {}

  /** Empty if the source tells of no snapshot. */
  static Optional<SnapshotGrid> of(Reading reading) {
    return reading.pipeline().figures().flatMap(one -> one.snapshot()).map(SnapshotGrid::of);
  }

  private static SnapshotGrid of(SnapshotFigures snapshot) {
    boolean known = snapshot.share() >= 0;
    List<Table> tables = snapshot.byTable().stream().limit(MOST).map(SnapshotGrid::table).toList();
    return new SnapshotGrid(
        switch (snapshot.state()) {
          case RUNNING -> "reading tables";
          case COMPLETED -> "complete";
          case ABORTED -> "broken off";
        },
        switch (snapshot.state()) {
          case RUNNING -> Tone.BUSY;
          case COMPLETED -> Tone.GOOD;
          case ABORTED -> Tone.WARN;
        },
        known ? Figures.percent(snapshot.share()) : "",
        known ? Math.round(snapshot.share() * 100) + "%" : "0%",
        snapshot.state() == SnapshotState.RUNNING
            ? snapshot.left().map(time -> "about " + Figures.time(time) + " left").orElse("")
            : "",
        Figures.count(snapshot.rows()) + " rows, " + tablesDone(snapshot),
        tables,
        Math.max(0, snapshot.tables() - tables.size()));
  }

  private static String tablesDone(SnapshotFigures snapshot) {
    return (snapshot.tables() - snapshot.tablesLeft())
        + " of "
        + Figures.many(snapshot.tables(), "table")
        + " read";
  }

  private static Table table(TableFigures table) {
    int cells = Math.min(MOST_CELLS, Math.max(1, table.chunks()));
    int filled =
        table.chunks() == 0 ? 0 : (int) ((long) table.chunksRead() * cells / table.chunks());
    return new Table(
        table.table(),
        Figures.count(table.rows()) + " rows",
        table.chunks() == 0 ? "" : table.chunksRead() + " of " + table.chunks() + " chunks",
        cells,
        filled);
  }
}
