package io.sluice.connector.table;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pieces of SQL that the dialects share. */
final class Sql {
  private Sql() {}

  /** An identifier as both dialects and the SQL standard quote it. */
  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  static String quote(Table.Name name) {
    return name.schema().isEmpty()
        ? quote(name.table())
        : quote(name.schema()) + "." + quote(name.table());
  }

  static <T> String list(Collection<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }

  static <T> String all(Collection<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(" AND "));
  }
}
