package io.sluice.connector.table.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference's table of types, read from the page itself so that it and the code cannot differ.
 * Types stand in back quotes; what is written beside them is for people.
 */
public final class TypeTable {
  private static final Path PAGE = Path.of("../../docs/reference/table-sink.md");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** Of each type of a record: the column's type by dialect. */
  private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

  private TypeTable() {}

  /** Reads every table of the section. */
  public static TypeTable read() {
    TypeTable table = new TypeTable();
    List<String> headings = List.of();
    boolean here = false;
    for (String line : lines()) {
      if (line.startsWith("## ")) {
        here = line.equals("## Types");
      } else if (here && line.startsWith("| Connect / Debezium |")) {
        headings = cells(line);
      } else if (here && line.startsWith("|") && !line.startsWith("|-") && !headings.isEmpty()) {
        table.add(headings, cells(line));
      } else if (here && !line.startsWith("|")) {
        headings = List.of();
      }
    }
    return table;
  }

  private void add(List<String> headings, List<String> cells) {
    for (String name : quoted(cells.get(0))) {
      Map<String, String> types = columns.computeIfAbsent(name, any -> new LinkedHashMap<>());
      for (int i = 1; i < headings.size(); i++) {
        types.put(headings.get(i), quoted(cells.get(i)).get(0));
      }
    }
  }

  /** All types of records that it names. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** The column's type in a dialect, if the table says. */
  public Optional<String> find(String name, String dialect) {
    return Optional.ofNullable(columns.getOrDefault(name, Map.of()).get(dialect));
  }

  /** The column's type in a dialect. */
  public String of(String name, String dialect) {
    return find(name, dialect)
        .orElseThrow(
            () -> new AssertionError("the reference says no type of " + dialect + " for " + name));
  }

  private static List<String> cells(String line) {
    return List.of(line.substring(1, line.lastIndexOf('|')).split("\\|")).stream()
        .map(String::strip)
        .toList();
  }

  private static List<String> quoted(String cell) {
    List<String> found = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(cell);
    while (quoted.find()) {
      found.add(quoted.group(1));
    }
    return found;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
