package io.sluice.cli.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which table the rows of each topic went to, and who else writes there, as the sinks have stored
 * it in the target. A table of several topics, pipelines or tables of the source is nobody's copy:
 * each would call the other's rows too many.
 */
final class Copies {
  private final Map<String, String> tables = new TreeMap<>();
  private final Map<String, Set<String>> topics = new TreeMap<>();
  private final Map<String, Set<String>> pipelines = new TreeMap<>();
  private final Map<String, Set<String>> sources = new TreeMap<>();
  private final Map<String, Brought> brought = new TreeMap<>();
  private final String name;

  /**
   * @param name under which the sink keeps its offsets
   */
  Copies(String name) {
    this.name = name;
  }

  /** Notes a row of the offsets. */
  void topic(String writer, String topic, String table) {
    if (writer.equals(name)) {
      tables.put(topic, table);
    }
    topics.computeIfAbsent(table, t -> new TreeSet<>()).add(topic);
    writer(writer, table);
  }

  /** Notes what somebody has brought into a table. */
  void brought(String writer, String table, Brought what) {
    writer(writer, table);
    sources.computeIfAbsent(table, t -> new TreeSet<>()).addAll(what.sources());
    if (writer.equals(name)) {
      brought.put(table, what);
    }
  }

  private void writer(String writer, String table) {
    pipelines.computeIfAbsent(table, t -> new TreeSet<>()).add(writer);
  }

  /** The tables that the sink has written, by topic, of topics but these. */
  Map<String, String> besides(Collection<String> others) {
    Map<String, String> left = new TreeMap<>(tables);
    left.keySet().removeAll(others);
    return left;
  }

  /** The table of a topic, as in SQL. */
  Optional<String> table(String topic) {
    return Optional.ofNullable(tables.get(topic));
  }

  /** What the sink has brought into a table; empty if it stored nothing of it. */
  Optional<Brought> brought(String table) {
    return Optional.ofNullable(brought.get(table));
  }

  /**
   * Why a table is no copy of one of the source; empty if it is.
   *
   * @param own names of the source's table: its {@code schema.table}, and those of its partitions
   */
  Optional<String> shared(String table, Collection<String> own) {
    Set<String> writers = pipelines.getOrDefault(table, Set.of());
    if (writers.size() > 1) {
      return Optional.of(
          "rows of several pipelines are in "
              + table
              + " ("
              + String.join(", ", writers)
              + "): one's would be too many for the other. If all but one are gone, delete their"
              + " rows in the sink's tables of offsets and schemas");
    }
    Set<String> brought = topics.getOrDefault(table, Set.of());
    if (brought.size() > 1) {
      return Optional.of(
          "rows of several topics are in "
              + table
              + " ("
              + String.join(", ", brought)
              + "): one's would be too many for the other");
    }
    List<String> others =
        sources.getOrDefault(table, Set.of()).stream()
            .filter(source -> !own.contains(source))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "rows of other tables of the source are in "
                + table
                + " ("
                + String.join(", ", others)
                + "): they would be too many. If one was renamed to this, delete the row of "
                + table
                + " in the sink's table of schemas");
  }
}
