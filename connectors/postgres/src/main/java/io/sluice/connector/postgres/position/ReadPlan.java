package io.sluice.connector.postgres.position;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read beside the stream, in its order, and how far the reading came. Immutable. Goes
 * with every offset while there is something left: the list of tables under Debezium's own key, so
 * that Debezium can take over (and we from it), the cursors under ours, as Debezium keeps its own
 * ones as serialized Java objects.
 *
 * @param reads the first one is under way
 * @param paused whether nothing is read until somebody says so
 */
public record ReadPlan(List<TableRead> reads, boolean paused) {

  public static final ReadPlan EMPTY = new ReadPlan(List.of(), false);

  private static final String COLLECTIONS = "incremental_snapshot_collections";
  private static final String CORRELATION = "incremental_snapshot_correlation_id";
  private static final String CURSOR = "sluice_incremental";

  public ReadPlan {
    reads = List.copyOf(reads);
  }

  public boolean isEmpty() {
    return reads.isEmpty();
  }

  /** What is read now, null when nothing is left. */
  public @Nullable TableRead current() {
    return reads.isEmpty() ? null : reads.get(0);
  }

  /** With more to read behind what there is. */
  public ReadPlan with(List<TableRead> more) {
    List<TableRead> all = new ArrayList<>(reads);
    all.addAll(more);
    return new ReadPlan(all, paused);
  }

  /** As a restart finds it, which does not know what of it was delivered. */
  public ReadPlan again() {
    return new ReadPlan(reads.stream().map(TableRead::again).toList(), paused);
  }

  /** With the reading under way having come further. */
  public ReadPlan withCurrent(TableRead current) {
    List<TableRead> all = new ArrayList<>(reads);
    all.set(0, current);
    return new ReadPlan(all, paused);
  }

  /** Without the reading under way, which is through. */
  public ReadPlan next() {
    return new ReadPlan(reads.subList(1, reads.size()), paused && reads.size() > 1);
  }

  /** With a reading of a whole table first, in the place of those of its pages. */
  public ReadPlan withInsteadOfPages(TableRead whole) {
    List<TableRead> all = new ArrayList<>(reads);
    all.removeIf(read -> read.kind() == Kind.PAGES && read.table().equals(whole.table()));
    all.add(0, whole);
    return new ReadPlan(all, paused);
  }

  /** Whether pages of a table are left behind the reading under way. */
  public boolean hasMorePages(TableId table) {
    return reads.stream()
        .skip(1)
        .anyMatch(read -> read.kind() == Kind.PAGES && read.table().equals(table));
  }

  /** Without some tables. */
  public ReadPlan without(Predicate<TableId> tables) {
    List<TableRead> left = reads.stream().filter(read -> !tables.test(read.table())).toList();
    return new ReadPlan(left, paused && !left.isEmpty());
  }

  /** The same, reading or not. */
  public ReadPlan withPaused(boolean value) {
    return new ReadPlan(reads, value);
  }

  /** Whether a reading of the table is planned that a signal asked for. */
  public boolean contains(TableId table, String id) {
    return reads.stream().anyMatch(read -> read.table().equals(table) && id.equals(read.id()));
  }

  /** Adds what an offset has to tell of this; nothing when nothing is left to read. */
  void into(Map<String, @Nullable Object> offset) {
    if (reads.isEmpty()) {
      return;
    }
    List<Map<String, @Nullable Object>> collections = new ArrayList<>();
    List<Map<String, @Nullable Object>> cursors = new ArrayList<>();
    for (TableRead read : reads) {
      Map<String, @Nullable Object> collection = new LinkedHashMap<>();
      collection.put(COLLECTIONS + "_id", read.table().toString());
      collection.put(COLLECTIONS + "_additional_condition", read.condition());
      collection.put(COLLECTIONS + "_surrogate_key", read.surrogate());
      collection.put(COLLECTIONS + "_correlation_id", read.id());
      collections.add(collection);
      Map<String, @Nullable Object> cursor = new LinkedHashMap<>();
      cursor.put("schema", read.table().schema()); // Debezium's form does not tell names with dots
      if (read.kind() != Kind.INCREMENTAL) {
        cursor.put("kind", read.kind().name().toLowerCase(Locale.ROOT));
      }
      if (read.after() != null) {
        cursor.put("after", read.after());
      }
      if (read.upTo() != null) {
        cursor.put("to", read.upTo());
      }
      cursors.add(cursor);
    }
    offset.put(COLLECTIONS, JsonText.write(collections));
    if (reads.get(0).id() != null) {
      offset.put(CORRELATION, reads.get(0).id());
    }
    Map<String, Object> ours = new LinkedHashMap<>();
    ours.put("paused", paused);
    ours.put("reads", cursors);
    offset.put(CURSOR, JsonText.write(ours));
  }

  /**
   * What an offset tells, of ours or of Debezium's; a table that Debezium was reading is read from
   * its beginning.
   */
  static ReadPlan of(Map<String, ?> offset) {
    Object collections = offset.get(COLLECTIONS);
    if (collections == null) {
      return EMPTY;
    }
    try {
      List<?> tables = list(JsonText.parse(collections.toString()));
      Object cursor = offset.get(CURSOR);
      Map<?, ?> ours = cursor == null ? Map.of() : map(JsonText.parse(cursor.toString()));
      List<?> cursors = ours.get("reads") == null ? List.of() : list(ours.get("reads"));
      List<TableRead> reads = new ArrayList<>();
      for (int i = 0; i < tables.size(); i++) {
        Map<?, ?> own = cursors.size() == tables.size() ? map(cursors.get(i)) : Map.of();
        reads.add(read(map(tables.get(i)), own));
      }
      return new ReadPlan(reads, Boolean.TRUE.equals(ours.get("paused")));
    } catch (IOException e) {
      throw new ConnectException(
          "The stored offset says under "
              + COLLECTIONS
              + " which tables an incremental snapshot is to read, but not in a form that can be"
              + " understood. Remove the key from the offset, or reset the offsets",
          e);
    }
  }

  private static TableRead read(Map<?, ?> collection, Map<?, ?> own) throws IOException {
    String name = text(collection.get(COLLECTIONS + "_id"));
    if (name == null) {
      throw new IOException("a table without name");
    }
    String schema = text(own.get("schema"));
    int dot = schema == null ? name.indexOf('.') : schema.length();
    TableId table =
        new TableId(dot < 0 ? "public" : name.substring(0, dot), name.substring(dot + 1));
    String kind = text(own.get("kind"));
    return new TableRead(
        table,
        kind == null ? Kind.INCREMENTAL : Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        filled(collection.get(COLLECTIONS + "_additional_condition")),
        filled(collection.get(COLLECTIONS + "_surrogate_key")),
        filled(collection.get(COLLECTIONS + "_correlation_id")),
        key(own.get("after")),
        key(own.get("to")));
  }

  private static @Nullable List<String> key(@Nullable Object value) throws IOException {
    if (value == null) {
      return null;
    }
    List<String> key = new ArrayList<>();
    for (Object part : list(value)) {
      key.add(String.valueOf(part));
    }
    return key;
  }

  private static @Nullable String filled(@Nullable Object value) {
    String text = text(value);
    return text == null || text.isBlank() ? null : text;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static List<?> list(@Nullable Object value) throws IOException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IOException("expected a list");
  }

  private static Map<?, ?> map(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IOException("expected an object");
  }
}
