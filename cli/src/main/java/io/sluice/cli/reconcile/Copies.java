package io.sluice.cli.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which table the rows of each topic went to, and who else writes there, as the sinks have stored
 * it in the target. A table of several topics or pipelines is nobody's copy: each would call the
 * other's rows too many.
 */
final class Copies {
  private final Map<String, String> tables = new TreeMap<>();
  private final Map<String, Set<String>> topics = new TreeMap<>();
  private final Map<String, Set<String>> pipelines = new TreeMap<>();
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

  /** Notes that somebody has brought columns of a table. */
  void writer(String writer, String table) {
    pipelines.computeIfAbsent(table, t -> new TreeSet<>()).add(writer);
  }

  /** The table of a topic, as in SQL. */
  Optional<String> table(String topic) {
    return Optional.ofNullable(tables.get(topic));
  }

  /** Why a table is nobody's copy; empty if it is one topic's. */
  Optional<String> shared(String table) {
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
    Set<String> sources = topics.getOrDefault(table, Set.of());
    return sources.size() > 1
        ? Optional.of(
            "rows of several topics are in "
                + table
                + " ("
                + String.join(", ", sources)
                + "): one's would be too many for the other")
        : Optional.empty();
  }
}
