package io.sluice.project.inspect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table that could be captured.
 *
 * @param schema its schema
 * @param name its name
 * @param estimatedRows what the planner believes; -1 when it was never analysed
 * @param bytes on disk with indexes and TOAST
 * @param hasPrimaryKey whether rows can be told apart
 * @param replicaIdentity {@code d} default, {@code n} nothing, {@code f} full, {@code i} index
 * @param readable whether the user may SELECT from it
 * @param unlogged whether its changes are absent from the WAL
 */
public record SourceTable(
    String schema,
    String name,
    long estimatedRows,
    long bytes,
    boolean hasPrimaryKey,
    char replicaIdentity,
    boolean readable,
    boolean unlogged) {

  /** As {@code table.include.list} names it. */
  public String qualified() {
    return schema + "." + name;
  }

  /** As SQL names it. */
  public String quoted() {
    return quote(schema) + "." + quote(name);
  }

  /** Whether an update or a delete in it says which row it meant. */
  public boolean identifiesRows() {
    return switch (replicaIdentity) {
      case 'f', 'i' -> true;
      case 'n' -> false;
      default -> hasPrimaryKey;
    };
  }

  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** For {@code -o json}. */
  public Map<String, Object> asDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("table", qualified());
    document.put("estimated_rows", estimatedRows);
    document.put("bytes", bytes);
    document.put("primary_key", hasPrimaryKey);
    document.put("identifies_rows", identifiesRows());
    document.put("readable", readable);
    return document;
  }
}
