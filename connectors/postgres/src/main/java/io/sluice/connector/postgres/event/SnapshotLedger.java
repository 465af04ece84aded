package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.TableId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tables a snapshot has read, and what each reading saw. Immutable; its text goes into the
 * offset until the stream has passed it.
 *
 * <p>There is one round for each database snapshot. The first one, when the slot was made just
 * before it, tells exactly which changes of the stream its rows already contain, and those are not
 * delivered again. A later round follows an interruption: rows of its tables may have been
 * delivered before and deleted since, so all changes since the slot's beginning are delivered over
 * it, and keys end as they are at the source.
 *
 * @param rounds in the order in which they were taken
 */
public record SnapshotLedger(List<Round> rounds) {

  public static final SnapshotLedger EMPTY = new SnapshotLedger(List.of());

  /**
   * The tables that one database snapshot read.
   *
   * @param tables the tables that were read to their end
   * @param visibility which transactions the rows contain for sure, null when every change is to be
   *     delivered
   * @param lsn the write-ahead log's end after it was taken: no transaction that commits behind it
   *     was seen; 0 without visibility
   */
  public record Round(List<TableId> tables, @Nullable Visibility visibility, long lsn) {

    public Round {
      tables = List.copyOf(tables);
    }
  }

  public SnapshotLedger {
    rounds = List.copyOf(rounds);
  }

  public boolean isEmpty() {
    return rounds.isEmpty();
  }

  /** Whether the table was read to its end. */
  public boolean contains(TableId table) {
    return rounds.stream().anyMatch(round -> round.tables().contains(table));
  }

  /** Begins the first round, of a snapshot that was taken right after the slot was made. */
  public SnapshotLedger begin(Visibility visibility, long lsn) {
    return with(new Round(List.of(), visibility, lsn));
  }

  /** Begins a round over whose rows every change since the slot's beginning is delivered. */
  public SnapshotLedger beginAgain() {
    return with(new Round(List.of(), null, 0));
  }

  private SnapshotLedger with(Round round) {
    List<Round> next = new ArrayList<>(rounds);
    next.removeIf(before -> before.tables().isEmpty());
    next.add(round);
    return new SnapshotLedger(next);
  }

  /** The last round has read this table as well. */
  public SnapshotLedger with(TableId table) {
    List<Round> next = new ArrayList<>(rounds);
    Round last = next.remove(next.size() - 1);
    List<TableId> tables = new ArrayList<>(last.tables());
    tables.add(table);
    next.add(new Round(tables, last.visibility(), last.lsn()));
    return new SnapshotLedger(next);
  }

  /**
   * Where the last round ends: behind it every change is to be delivered. 0 when nothing was read.
   */
  public long end() {
    return rounds.stream().mapToLong(Round::lsn).max().orElse(0);
  }

  /** The visibility that each table was read with, for the tables where there is one. */
  public Map<TableId, Visibility> visibilities() {
    Map<TableId, Visibility> visibilities = new HashMap<>();
    for (Round round : rounds) {
      Visibility visibility = round.visibility();
      if (visibility != null) {
        round.tables().forEach(table -> visibilities.put(table, visibility));
      }
    }
    return visibilities;
  }

  static SnapshotLedger parse(String text) {
    List<Round> rounds = new ArrayList<>();
    for (String round : text.split(";")) {
      String[] parts = round.split("\\|", -1);
      List<TableId> tables = new ArrayList<>();
      for (String table : parts[2].isEmpty() ? new String[0] : parts[2].split(",")) {
        int dot = table.indexOf('/');
        tables.add(new TableId(decode(table.substring(0, dot)), decode(table.substring(dot + 1))));
      }
      Visibility visibility = parts[1].isEmpty() ? null : new Visibility(parts[1]);
      rounds.add(new Round(tables, visibility, Long.parseLong(parts[0])));
    }
    return new SnapshotLedger(rounds);
  }

  /**
   * {@code lsn|visibility|schema/table,...} with the names in URL encoding, rounds separated by
   * semicolons.
   */
  @Override
  public String toString() {
    return rounds.stream()
        .map(
            round ->
                round.lsn()
                    + "|"
                    + (round.visibility() == null ? "" : round.visibility())
                    + "|"
                    + round.tables().stream()
                        .map(t -> encode(t.schema()) + "/" + encode(t.table()))
                        .collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String decode(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }
}
