package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.SnapshotOptions;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.SnapshotLedger.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the tables into chunks: large ones into ranges of pages, since these cost nothing to find,
 * are read in the order of the disk, are of equal size whatever the key looks like, and exist
 * without a key, too.
 *
 * <p>A row that is changed moves to another page. So when chunks that were read with an earlier
 * database snapshot are kept, the pages that are not read whole are looked through for rows that
 * were written since (by {@code xmin}): no row can slip from a page that is yet to be read to one
 * that was.
 */
final class Plan {

  /** Ranges of pages are read as such from this version on; before, each would be a whole scan. */
  private static final int RANGES_SINCE = 14;

  private static final long LEAST_BYTES = 8 << 20;
  private static final long MOST_BYTES = 64 << 20;

  /** relfilenode is that at the moment of the snapshot, the function's answer the present one. */
  private static final String SIZES =
      """
      SELECT c.oid::int8, c.relkind, coalesce(am.amname, ''), c.relfilenode::int8,
        pg_relation_size(c.oid),
        coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0),
        current_setting('block_size')::int8, c.reltuples::float8
      FROM pg_class c LEFT JOIN pg_am am ON am.oid = c.relam
      WHERE c.oid = ANY (?::oid[])\
      """;

  private final Connection connection;
  private final SnapshotOptions options;
  private final @Nullable TaskShare share;

  /**
   * How big a table is.
   *
   * @param heap whether it has pages that can be read by their numbers
   * @param file the file that held it at the moment of the snapshot
   * @param rows an estimate
   */
  private record Size(
      boolean heap, boolean partitioned, long file, long pages, long bytes, double rows) {}

  /**
   * What is to be read.
   *
   * @param tables in the order in which they are read
   * @param cut of each table that is read in chunks, which are finished
   */
  record Work(List<TableWork> tables, Map<Integer, Part> cut) {}

  /**
   * @param connection sees what the snapshot sees
   * @param share what of it all is to be read, null for all
   */
  Plan(Connection connection, SnapshotOptions options, @Nullable TaskShare share) {
    this.connection = connection;
    this.options = options;
    this.share = share;
  }

  /**
   * @param ledger what was read before
   * @param atSince whether this database snapshot is the one that the ledger began with
   */
  Work of(Map<TableId, Integer> tables, SnapshotLedger ledger, boolean atSince)
      throws SQLException {
    boolean ranges = connection.getMetaData().getDatabaseMajorVersion() >= RANGES_SINCE;
    Map<Integer, Size> sizes = sizes(tables);
    List<TableWork> work = new ArrayList<>();
    Map<Integer, Part> cut = new HashMap<>();
    for (Map.Entry<TableId, Integer> entry : ordered(tables, sizes)) {
      TableId id = entry.getKey();
      int oid = entry.getValue();
      Size size = Objects.requireNonNull(sizes.get(oid));
      String select = options.overrides().get(id.toString());
      boolean whole = select != null || options.first() > 0;
      Part part = size.heap() && ranges && !whole ? part(size, ledger.part(oid)) : null;
      List<TableWork.Range> all;
      if (part == null) {
        if (!isOurs(oid, ledger.part(oid))) {
          continue;
        }
        all = List.of(new TableWork.Range(-1, null, size.bytes()));
      } else {
        cut.put(oid, part);
        all = ranges(oid, part, size, atSince ? null : ledger);
        if (all.isEmpty()) {
          continue;
        }
      }
      work.add(
          new TableWork(
              id,
              oid,
              size.file(),
              select,
              !size.partitioned(),
              all,
              select == null ? (long) size.rows() : -1));
    }
    return new Work(work, cut);
  }

  /** Those that still exist. */
  private List<Map.Entry<TableId, Integer>> ordered(
      Map<TableId, Integer> tables, Map<Integer, Size> sizes) {
    List<Map.Entry<TableId, Integer>> list = new ArrayList<>(tables.entrySet());
    list.removeIf(entry -> !sizes.containsKey(entry.getValue()));
    Comparator<Map.Entry<TableId, Integer>> byRows =
        Comparator.comparingDouble(
            entry -> Objects.requireNonNull(sizes.get(entry.getValue())).rows());
    switch (options.order()) {
      case ASCENDING -> list.sort(byRows);
      case DESCENDING -> list.sort(byRows.reversed());
      case DISABLED -> {}
    }
    return list;
  }

  private Map<Integer, Size> sizes(Map<TableId, Integer> tables) throws SQLException {
    Map<Integer, Size> sizes = new HashMap<>();
    Long[] oids = tables.values().stream().map(Integer::toUnsignedLong).toArray(Long[]::new);
    try (PreparedStatement query = connection.prepareStatement(SIZES)) {
      query.setArray(1, connection.createArrayOf("int8", oids));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          long heapBytes = rows.getLong(5);
          sizes.put(
              (int) rows.getLong(1),
              new Size(
                  "r".equals(rows.getString(2)) && "heap".equals(rows.getString(3)),
                  "p".equals(rows.getString(2)),
                  rows.getLong(4),
                  heapBytes / rows.getLong(7),
                  heapBytes + rows.getLong(6),
                  rows.getDouble(8)));
        }
      }
    }
    return sizes;
  }

  /** The chunks of a table, those of an earlier reading if they still hold; null for one chunk. */
  private @Nullable Part part(Size size, @Nullable Part before) {
    if (before != null && before.file() == size.file()) {
      return before;
    }
    if (share != null) {
      return null; // who shares a table must have cut it in the same way
    }
    long pages = options.chunkPages() > 0 ? options.chunkPages() : chosen(size);
    if (size.pages() <= pages) {
      return null;
    }
    return new Part(
        size.file(), (int) pages, (int) ((size.pages() + pages - 1) / pages), new BitSet());
  }

  /** Enough chunks that threads end at about the same time, not so many that each costs. */
  private long chosen(Size size) {
    long threads = options.threads();
    long multiplier = options.multiplier();
    long bytes =
        threads == 1 && multiplier == 1
            ? MOST_BYTES
            : Math.max(
                LEAST_BYTES, Math.min(MOST_BYTES, size.bytes() / (4 * threads * multiplier)));
    long bytesPerPage = Math.max(1, size.bytes() / Math.max(1, size.pages()));
    return Math.max(1, bytes / bytesPerPage);
  }

  /**
   * Whether a table that is read whole is ours. One that was cut and is no longer what it was is
   * read by each task that had chunks of it.
   */
  private boolean isOurs(int table, @Nullable Part cut) {
    if (share == null) {
      return true;
    }
    if (cut == null) {
      return share.has(table, 0);
    }
    return unread(table, cut).cardinality() > 0;
  }

  /** The chunks that we are to read. */
  private BitSet unread(int table, Part part) {
    BitSet unread = new BitSet();
    unread.set(0, part.chunks());
    unread.andNot(part.finished());
    if (share != null) {
      for (int i = unread.nextSetBit(0); i >= 0; i = unread.nextSetBit(i + 1)) {
        unread.set(i, share.has(table, i));
      }
    }
    return unread;
  }

  private List<TableWork.Range> ranges(
      int table, Part part, Size size, @Nullable SnapshotLedger earlier) {
    List<TableWork.Range> ranges = new ArrayList<>();
    long bytes = size.bytes() / part.chunks();
    BitSet unread = unread(table, part);
    if (share != null && unread.isEmpty()) {
      return List.of();
    }
    for (int i = unread.nextSetBit(0); i >= 0; i = unread.nextSetBit(i + 1)) {
      String condition = pages(part, i, i == part.chunks() - 1 ? -1 : i + 1);
      ranges.add(new TableWork.Range(i, condition, bytes));
    }
    if (earlier != null && earlier.since() != null) {
      String written = " AND " + earlier.since().writtenSince();
      BitSet others = (BitSet) unread.clone();
      others.flip(0, part.chunks());
      for (int from = others.nextSetBit(0); from >= 0; ) {
        int to = others.nextClearBit(from);
        String pages = pages(part, from, to == part.chunks() ? -1 : to);
        ranges.add(new TableWork.Range(-1, pages + written, 0));
        from = others.nextSetBit(to);
      }
    }
    return ranges;
  }

  /**
   * @param to chunk before which the range ends, -1 for the end of the table
   */
  private static String pages(Part part, int from, int to) {
    String lower = "ctid >= '(" + (long) from * part.pages() + ",0)'::tid";
    return to < 0 ? lower : lower + " AND ctid < '(" + (long) to * part.pages() + ",0)'::tid";
  }
}
