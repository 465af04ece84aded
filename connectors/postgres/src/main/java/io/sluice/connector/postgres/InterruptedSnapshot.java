package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.SnapshotOptions;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.SnapshotLedger.Part;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import io.sluice.connector.postgres.position.Visibility;
import io.sluice.connector.postgres.snapshot.DatabaseSnapshot;
import io.sluice.connector.postgres.stream.ServerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is left to be read of a snapshot whose moment is gone, because the process or its connection
 * ended. The stream begins at once where the slot does; what is left is read beside it.
 *
 * <p>A row that was not written since that first moment is where it was, and nothing of it comes by
 * the stream; a row that was written since comes by the stream with all that happened to it. So of
 * the pages that were not come to only rows of the first kind are read, and nothing of the others:
 * every row comes once, by one way or the other, wherever updates have moved it. Nothing that the
 * first snapshot saw is streamed.
 *
 * <p>Where a row may bear the number of a later transaction, as it was written so many transactions
 * ago that numbers come again, all rows of those pages are read, as of any table beside the stream.
 *
 * <p>That does not do where the stream may lack a part of a row: large values that an update did
 * not touch, or operations that are not wanted. Nor where it cannot be told what was written since.
 * Such a table is read along its key like any table beside the stream, and of what was finished
 * those rows that were written since. A table that has no key then either, or whose reading is to
 * be slow or is a statement of the user's, is read before the stream, with a snapshot of its own.
 *
 * @param reads what is read beside the stream
 * @param tables numbers of the tables that these concern, and of those that need no reading
 * @param isAll whether nothing is left that has to be read before the stream
 */
record InterruptedSnapshot(List<TableRead> reads, Set<Integer> tables, boolean isAll) {

  /** Of a snapshot that was not interrupted, or whose rest has to be read before the stream. */
  static final InterruptedSnapshot NONE = new InterruptedSnapshot(List.of(), Set.of(), false);

  /** Numbers below have a meaning of their own, and do not compare. */
  private static final long FIRST_NORMAL_XID = 3;

  private static final int PAGES_SINCE = 14;

  /** Each offset names them all. */
  private static final int MOST_READS = 500;

  /**
   * A table's row in the catalog is written anew when the table gets another file. In bytes, what
   * lies outside of the rows.
   */
  private static final String STATE =
      """
      SELECT c.relkind = 'r' AND coalesce(a.amname, '') = 'heap',
        coalesce(pg_relation_filenode(c.oid), 0)::int8,
        pg_relation_size(c.oid) / current_setting('block_size')::int8,
        coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0),
        age(c.xmin) BETWEEN 0 AND age(?::text::xid)
      FROM pg_class c LEFT JOIN pg_am a ON a.oid = c.relam WHERE c.oid = ?::oid\
      """;

  InterruptedSnapshot {
    reads = List.copyOf(reads);
    tables = Set.copyOf(tables);
  }

  /**
   * A table as it is now.
   *
   * @param heap whether it has pages that can be read by their numbers
   * @param file the file that has them
   * @param large bytes of values that lie outside of the rows
   * @param rewritten whether it may have been in another file at the first moment
   */
  private record State(boolean heap, long file, long pages, long large, boolean rewritten) {}

  /**
   * Looks for what is left.
   *
   * @param ledger what was read
   * @param known the tables that were captured at the first moment, null when that is not known
   */
  static InterruptedSnapshot of(
      PostgresConfig config,
      ServerState server,
      Connection sql,
      Catalog catalog,
      SnapshotLedger ledger,
      @Nullable KnownTables known)
      throws SQLException {
    Visibility since = ledger.since();
    SnapshotOptions options = config.snapshot();
    if (since == null
        || known == null
        || !config.streams()
        || options.rowsPerSecond() > 0
        || options.window() != null
        || since.oldestUnseen() < FIRST_NORMAL_XID
        || since.firstUnborn() < FIRST_NORMAL_XID) {
      return NONE;
    }
    boolean exact =
        server.version().major() >= PAGES_SINCE
            && !server.standby()
            && !config.skipped().contains("c")
            && !config.skipped().contains("u");
    List<TableRead> reads = new ArrayList<>();
    Set<Integer> tables = new HashSet<>();
    boolean all = true;
    for (Map.Entry<TableId, Integer> entry :
        DatabaseSnapshot.unread(catalog, options, ledger).entrySet()) {
      TableId id = entry.getKey();
      int oid = entry.getValue();
      State state = state(sql, oid, since);
      if (state == null) {
        continue; // it was dropped just now
      }
      List<TableRead> of =
          options.overrides().containsKey(id.toString())
              ? null
              : reads(catalog.table(id, oid), state, ledger, since, exact, known.contains(oid));
      if (of == null) {
        all = false;
      } else {
        reads.addAll(of);
        tables.add(oid);
      }
    }
    return reads.size() > MOST_READS ? NONE : new InterruptedSnapshot(reads, tables, all);
  }

  private static @Nullable State state(Connection sql, int oid, Visibility since)
      throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(STATE)) {
      query.setString(1, Long.toString(since.oldestUnseen()));
      query.setLong(2, Integer.toUnsignedLong(oid));
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? new State(
                row.getBoolean(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getBoolean(5))
            : null;
      }
    }
  }

  /** How the rest of a table is read beside the stream, null when it is read before. */
  private static @Nullable List<TableRead> reads(
      Table table,
      State state,
      SnapshotLedger ledger,
      Visibility since,
      boolean exact,
      boolean known) {
    boolean keyed = NewTables.isKeyed(table);
    if (!known) {
      // It was not streamed from the first moment on.
      return List.of(TableRead.of(table.id(), keyed ? Kind.INCREMENTAL : Kind.FIRST));
    }
    Part part = ledger.part(table.oid());
    boolean sameFile = !state.rewritten() && (part == null || part.file() == state.file());
    boolean ambiguous = since.isAfterManyTransactions();
    if (exact && state.heap() && sameFile && state.large() == 0 && (keyed || !ambiguous)) {
      return pages(table, state, part, ambiguous ? null : unchanged(since));
    }
    if (!keyed) {
      return null;
    }
    String condition =
        part == null || !sameFile || !state.heap() ? null : unreadOrWritten(table, part, since);
    return List.of(TableRead.keyed(table.id(), condition));
  }

  private static List<TableRead> pages(
      Table table, State state, @Nullable Part part, @Nullable String condition) {
    List<TableRead> reads = new ArrayList<>();
    int chunks = part == null ? 1 : part.chunks();
    for (int chunk = 0; chunk < chunks; ) {
      int next = chunk + 1;
      if (part == null || !part.finished().get(chunk)) {
        while (part != null && next < chunks && !part.finished().get(next)) {
          next++;
        }
        long from = part == null ? 0 : (long) chunk * part.pages();
        long to = next == chunks ? state.pages() : (long) next * part(part).pages();
        if (from < to) {
          reads.add(TableRead.pages(table.id(), from, to, state.file(), condition));
        }
      }
      chunk = next;
    }
    return reads;
  }

  private static Part part(@Nullable Part part) {
    if (part == null) {
      throw new IllegalStateException("A table that is not cut has one chunk");
    }
    return part;
  }

  /**
   * SQL for rows that the first moment had. A transaction that was under way then is known by its
   * number, a part of it that can be rolled back by itself is not: its rows are read, too.
   */
  static String unchanged(Visibility since) {
    String running =
        since
            .running()
            .mapToObj(id -> Long.toString(id & 0xFFFF_FFFFL))
            .collect(Collectors.joining(","));
    return "NOT ("
        + since.writtenByUnborn()
        + ")"
        + (running.isEmpty() ? "" : " AND NOT xmin = ANY ('{" + running + "}'::xid[])");
  }

  /** SQL for rows in pages that were not come to, and for those that were written since. */
  private static String unreadOrWritten(Table table, Part part, Visibility since) {
    StringBuilder sql =
        new StringBuilder(since.writtenSince())
            .append(" OR pg_relation_filenode(")
            .append(Integer.toUnsignedLong(table.oid()))
            .append(") <> ")
            .append(part.file());
    int chunks = part.chunks();
    for (int from = part.finished().nextClearBit(0); from < chunks; ) {
      int to = part.finished().nextSetBit(from);
      sql.append(" OR ctid >= '(").append((long) from * part.pages()).append(",0)'::tid");
      if (to >= 0) {
        sql.append(" AND ctid < '(").append((long) to * part.pages()).append(",0)'::tid");
      }
      from = to < 0 ? chunks : part.finished().nextClearBit(to);
    }
    return sql.toString();
  }
}
