package io.sluice.connector.table.history;

import io.sluice.connector.table.config.HistorySettings;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.VersionColumns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Versions as rows of one table, as it is now. */
final class HistoryRows {
  /** Of one length, so that they sort as the times do. */
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Table table;
  private final int from;
  private final int to;
  private final int current;
  private final int position;
  private final boolean[] compared;

  /**
   * Rows of a table.
   *
   * @param added columns that are not the source's
   */
  HistoryRows(
      Table table, VersionColumns names, HistorySettings settings, Collection<String> added) {
    this.table = table;
    from = table.indexOf(names.from());
    to = table.indexOf(names.to());
    current = table.indexOf(settings.isCurrent());
    String place = names.position();
    position = place == null ? -1 : table.indexOf(place);
    compared = new boolean[table.columns().size()];
    for (int i = 0; i < compared.length; i++) {
      String name = table.columns().get(i).name();
      compared[i] = !table.key().contains(name) && !added.contains(name);
    }
  }

  /** Compares rows of the table. */
  Rows comparison() {
    return new Rows(compared);
  }

  private Object time(int column, long micros) {
    return table.columns().get(column).type().kind() == ColumnType.Kind.TEXT
        ? TEXT.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
        : (Object) micros;
  }

  /**
   * Asks for a row's versions.
   *
   * @param row null where only the key counts
   */
  Probe probe(@Nullable Object[] key, long since, @Nullable Row row, SinkRecord record) {
    boolean[] asked = new boolean[compared.length];
    if (row == null) {
      return new Probe(key, time(to, since), new Object[compared.length], asked, record);
    }
    boolean[] unchanged = row.unchanged();
    for (int i = 0; i < asked.length; i++) {
      asked[i] = compared[i] && (unchanged == null || !unchanged[i]);
    }
    return new Probe(key, time(to, since), row.present(), asked, record);
  }

  /**
   * The row of a new version.
   *
   * @param event that brought it
   * @param end null while it is valid
   * @param place of the last change that it has seen
   */
  Row version(Entry entry, Event event, Row content, @Nullable Long end, @Nullable String place) {
    @Nullable Object[] values = content.present().clone();
    fill(values, entry.time(), end);
    if (position >= 0) {
      values[position] = place;
    }
    boolean fresh = entry.stored() == null && !content.partial();
    Row row =
        new Row(
                key(event.row(), entry.time()),
                values,
                content.unchanged(),
                fresh,
                null,
                event.row().record())
            .with(event.row().beside());
    Entry.Origin origin = entry.origin();
    return origin == null ? row : row.copiedFrom(withTime(origin.row(), origin.from()), -1);
  }

  /** A version that was never valid: it keeps the place of a delete. */
  Row marker(Entry entry, Row ofKey, SinkRecord record) {
    @Nullable Object[] values = new Object[compared.length];
    fillKey(values, ofKey);
    fill(values, entry.time(), entry.time());
    return new Row(key(ofKey, entry.time()), values, null, true, null, record);
  }

  /**
   * Gives a stored version another end.
   *
   * @param place of the delete that ends it; null to leave what it has
   */
  Row ended(Entry entry, Row ofKey, @Nullable Long end, @Nullable String place, SinkRecord record) {
    @Nullable Object[] values = new Object[compared.length];
    fillKey(values, ofKey);
    fill(values, entry.time(), end);
    boolean[] unchanged = new boolean[compared.length];
    Arrays.fill(unchanged, true);
    table.key().forEach(name -> unchanged[table.indexOf(name)] = false);
    unchanged[to] = false;
    unchanged[current] = false;
    place(values, unchanged, place);
    Row row = new Row(key(ofKey, entry.time()), values, unchanged, false, null, record);
    // One that has no end yet is changed only if it is there.
    return entry.writtenTo() == null ? row.marking(to) : row;
  }

  /** Ends all versions that have no end. */
  Row endOfAll(long time, @Nullable String place, SinkRecord record) {
    @Nullable Object[] values = new Object[compared.length];
    values[to] = time(to, time);
    values[current] = false;
    boolean[] unchanged = new boolean[compared.length];
    Arrays.fill(unchanged, true);
    unchanged[to] = false;
    unchanged[current] = false;
    place(values, unchanged, place);
    return new Row(new Object[0], values, unchanged, false, null, record).marking(to);
  }

  private void place(@Nullable Object[] values, boolean[] unchanged, @Nullable String place) {
    if (position >= 0 && place != null) {
      values[position] = place;
      unchanged[position] = false;
    }
  }

  private void fill(@Nullable Object[] values, long begin, @Nullable Long end) {
    values[from] = time(from, begin);
    values[to] = end == null ? null : time(to, end);
    values[current] = end == null;
  }

  private void fillKey(@Nullable Object[] values, Row ofKey) {
    for (int i = 0; i < ofKey.key().length; i++) {
      values[table.indexOf(table.key().get(i))] = ofKey.key()[i];
    }
  }

  private @Nullable Object[] key(Row row, long time) {
    return withTime(row.key(), time);
  }

  private @Nullable Object[] withTime(@Nullable Object[] key, long time) {
    @Nullable Object[] whole = Arrays.copyOf(key, key.length + 1);
    whole[key.length] = time(from, time);
    return whole;
  }
}
