package io.sluice.connector.postgres.position;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What of a snapshot was handed over to its end, and what it saw. Immutable; its text goes into the
 * offset until the stream has passed it.
 *
 * <p>Tables are told by the server's numbers of them, so that a table that was dropped and made
 * again is another one, and so that ten thousand tables take a few ten thousand characters. A large
 * table is read in chunks of pages, which are finished one by one.
 *
 * <p>All rows are at least as new as {@code since}, the database snapshot with which the first
 * reading began. What a later reading, after an interruption, reads is newer; so every change that
 * {@code since} did not see is delivered over the rows, and keys end as they are at the source.
 *
 * @param since the first database snapshot, null when there was none yet
 * @param lsn the write-ahead log's end after it was taken, when the slot was made just before it:
 *     changes that it saw are then left out of the stream; 0 when every change since the slot's
 *     beginning is to be delivered
 * @param tables numbers of the tables that were read to their end
 * @param parts the tables of which some chunks were read to their end, by number
 */
public record SnapshotLedger(
    @Nullable Visibility since, long lsn, Set<Integer> tables, Map<Integer, Part> parts) {

  public static final SnapshotLedger EMPTY = new SnapshotLedger(null, 0, Set.of(), Map.of());

  private static final int RADIX = 36;

  public SnapshotLedger {
    tables = Set.copyOf(tables);
    parts = Map.copyOf(parts);
  }

  /** The ledger of a snapshot that begins. */
  public static SnapshotLedger begin(Visibility since, long lsn) {
    return new SnapshotLedger(since, lsn, Set.of(), Map.of());
  }

  public boolean isEmpty() {
    return since == null;
  }

  /** Whether the table was read to its end. */
  public boolean contains(int table) {
    return tables.contains(table);
  }

  /** Which chunks of a table were read, null for none and for all. */
  public @Nullable Part part(int table) {
    return parts.get(table);
  }

  /** Behind this position every change is to be delivered. 0 when that is so anyway. */
  public long end() {
    return lsn;
  }

  /** Which changes the rows of a table contain for sure, null when none are to be left out. */
  public @Nullable Visibility seen(int table) {
    return lsn > 0 && tables.contains(table) ? since : null;
  }

  /** Whether both tell of the same snapshot. */
  public boolean isOfSameSnapshot(SnapshotLedger other) {
    return since != null
        && other.since != null
        && lsn == other.lsn
        && since.toString().equals(other.since.toString());
  }

  /** What either of two ledgers of the same snapshot has. */
  public SnapshotLedger and(SnapshotLedger other) {
    Set<Integer> allTables = new TreeSet<>(tables);
    allTables.addAll(other.tables);
    Map<Integer, Part> all = new HashMap<>(parts);
    other.parts.forEach(
        (table, part) -> {
          Part mine = all.get(table);
          all.put(table, mine != null && mine.isCutAs(part) ? mine.and(part) : part);
        });
    all.keySet().removeAll(allTables);
    return new SnapshotLedger(since, lsn, allTables, all);
  }

  /** The same with these ways of cutting tables, as far as it does not know of one. */
  public SnapshotLedger withCuts(Map<Integer, Part> cuts) {
    Map<Integer, Part> all = new HashMap<>(cuts);
    all.putAll(parts);
    cuts.forEach(
        (table, part) -> all.computeIfPresent(table, (t, p) -> p.isCutAs(part) ? p : part));
    return new SnapshotLedger(since, lsn, tables, all);
  }

  /** The same, the tables of which every chunk was read being finished. */
  public SnapshotLedger withWholeParts() {
    Set<Integer> allTables = new TreeSet<>(tables);
    Map<Integer, Part> rest = new HashMap<>(parts);
    rest.values().removeIf(Part::isWhole);
    parts.keySet().stream().filter(table -> !rest.containsKey(table)).forEach(allTables::add);
    return new SnapshotLedger(since, lsn, allTables, rest);
  }

  /** The same, further tables being read, or sure to be. */
  public SnapshotLedger withTables(Set<Integer> more) {
    Set<Integer> allTables = new TreeSet<>(tables);
    allTables.addAll(more);
    Map<Integer, Part> rest = new HashMap<>(parts);
    rest.keySet().removeAll(more);
    return new SnapshotLedger(since, lsn, allTables, rest);
  }

  /**
   * The same, one chunk being read again of every table that has all its chunks and is not
   * finished: its rows that moved are looked for when it is read.
   */
  public SnapshotLedger withoutLastOfWholeParts() {
    Map<Integer, Part> rest = new HashMap<>(parts);
    rest.replaceAll((table, part) -> part.isWhole() ? part.withoutLast() : part);
    return new SnapshotLedger(since, lsn, tables, rest);
  }

  /**
   * The ledger that a text tells of. Empty for a text of another form: then all is read again.
   *
   * @throws DataException when the text has the form but not its parts
   */
  public static SnapshotLedger parse(String text) {
    String[] fields = text.split("\\|", -1);
    if (fields.length != 4) {
      return EMPTY;
    }
    try {
      Set<Integer> tables = new TreeSet<>();
      long table = 0;
      for (String step : fields[2].isEmpty() ? new String[0] : fields[2].split("\\.")) {
        table += Long.parseLong(step, RADIX);
        tables.add((int) table);
      }
      Map<Integer, Part> parts = new HashMap<>();
      for (String part : fields[3].isEmpty() ? new String[0] : fields[3].split(",")) {
        int colon = part.indexOf(':');
        parts.put(
            (int) Long.parseLong(part.substring(0, colon)), Part.parse(part.substring(colon + 1)));
      }
      return new SnapshotLedger(
          new Visibility(fields[1]), Long.parseLong(fields[0]), tables, parts);
    } catch (RuntimeException e) {
      throw new DataException("The stored offset's " + Position.LEDGER + " cannot be read", e);
    }
  }

  /**
   * {@code lsn|since|tables|parts}: the tables' numbers rising, each as its distance from the one
   * before in base 36, separated by points; parts {@code number:form} separated by commas.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(lsn).append('|').append(since);
    char separator = '|';
    long before = 0;
    for (long table : tables.stream().mapToLong(Integer::toUnsignedLong).sorted().toArray()) {
      text.append(separator).append(Long.toString(table - before, RADIX));
      separator = '.';
      before = table;
    }
    return text.append(tables.isEmpty() ? "||" : "|")
        .append(
            parts.entrySet().stream()
                .map(part -> Integer.toUnsignedString(part.getKey()) + ":" + part.getValue())
                .sorted()
                .collect(Collectors.joining(",")))
        .toString();
  }

  /**
   * The chunks of a large table that were read. Chunk {@code i} begins at page {@code i * pages}
   * and ends where the next begins; the last one ends with the table.
   *
   * @param file the server's number of the file that holds the table: another one has other pages
   * @param pages pages of a chunk
   * @param chunks how many chunks there are
   * @param finished the numbers of those that were read to their end; not to be changed
   */
  public record Part(long file, int pages, int chunks, BitSet finished) {

    public Part {
      finished = (BitSet) finished.clone();
    }

    /** Whether two tell of the same chunks. */
    public boolean isCutAs(Part other) {
      return file == other.file && pages == other.pages && chunks == other.chunks;
    }

    boolean isWhole() {
      return finished.cardinality() == chunks;
    }

    private Part withoutLast() {
      BitSet rest = (BitSet) finished.clone();
      rest.clear(chunks - 1);
      return new Part(file, pages, chunks, rest);
    }

    private Part and(Part other) {
      BitSet both = (BitSet) finished.clone();
      both.or(other.finished);
      return new Part(file, pages, chunks, both);
    }

    private static Part parse(String text) {
      String[] fields = text.split(":", -1);
      BitSet finished = new BitSet();
      for (String run : fields[3].isEmpty() ? new String[0] : fields[3].split("\\.")) {
        String[] ends = run.split("-");
        finished.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
      }
      return new Part(
          Long.parseLong(fields[0]),
          Integer.parseInt(fields[1]),
          Integer.parseInt(fields[2]),
          finished);
    }

    /** {@code file:pages:chunks:runs}, a run being {@code 7} or {@code 0-5}. */
    @Override
    public String toString() {
      List<String> runs = new ArrayList<>();
      for (int from = finished.nextSetBit(0); from >= 0; ) {
        int to = finished.nextClearBit(from) - 1;
        runs.add(from == to ? Integer.toString(from) : from + "-" + to);
        from = finished.nextSetBit(to + 1);
      }
      return file + ":" + pages + ":" + chunks + ":" + String.join(".", runs);
    }
  }
}
