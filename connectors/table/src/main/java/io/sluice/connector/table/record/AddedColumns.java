package io.sluice.connector.table.record;

import io.sluice.connector.table.config.HistorySettings;
import io.sluice.connector.table.config.MetadataSettings;
import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.JsonText;
import io.sluice.connector.table.value.ValueReader;
import io.sluice.connector.table.version.VersionColumns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the settings add to those of the records: the marks of a mode, then metadata.
 * The same for every table of a sink. Used by one thread.
 */
public final class AddedColumns {
  private static final String HISTORY = "history.";

  private static final Schema JSON =
      SchemaBuilder.string().name("io.debezium.data.Json").optional().build();

  private final List<AddedColumn> columns = new ArrayList<>();
  private final ModeSettings modes;
  private final String deletedAt;
  private @Nullable VersionColumns versions;
  private final ChangeTime times;

  /**
   * As the settings say.
   *
   * @param clock says when a row is made
   */
  public AddedColumns(TableSinkConfig config, Clock clock) {
    modes = config.modes();
    times = new ChangeTime(config.history(), clock);
    MetadataSettings metadata = config.metadata();
    deletedAt = metadata.deletedAt();
    if (modes.mode() == ModeSettings.Mode.RAW) {
      String setting = ModeSettings.MODE + "=raw";
      Documents keys = new Documents();
      Documents values = new Documents();
      columns.add(
          new AddedColumn(
              "record_key", JSON, setting, c -> keys.of(c.record().keySchema(), c.record().key())));
      columns.add(
          new AddedColumn(
              "data", JSON, setting, c -> values.of(c.record().valueSchema(), c.record().value())));
    }
    if (modes.deletes() == ModeSettings.Deletes.SOFT) {
      columns.add(
          AddedColumn.time(
              deletedAt,
              ModeSettings.DELETE_MODE + "=soft",
              change -> removes(change) ? happened(change, clock) : null));
    }
    if (modes.mode() == ModeSettings.Mode.HISTORY) {
      addHistory(config);
    }
    Documents rows = new Documents();
    for (MetadataSettings.Item item : metadata.columns()) {
      String name = metadata.nameOf(item);
      String setting = MetadataSettings.COLUMNS;
      columns.add(
          switch (item) {
            case OPERATION -> AddedColumn.text(name, setting, Change::operation);
            case SOURCE_POSITION -> AddedColumn.text(name, setting, Origin::position);
            case POSITION -> AddedColumn.text(name, setting, Origin::place);
            case EVENT_TIME -> AddedColumn.time(name, setting, Origin::micros);
            case LOAD_TIME -> AddedColumn.time(name, setting, change -> now(clock));
            case PIPELINE -> AddedColumn.text(name, setting, change -> config.name());
            case RECORD_HASH -> AddedColumn.text(name, setting, change -> hash(rows, change));
          });
    }
  }

  private void addHistory(TableSinkConfig config) {
    HistorySettings history = config.history();
    columns.add(AddedColumn.time(history.validFrom(), HistorySettings.VALID_FROM, times::micros));
    columns.add(AddedColumn.time(history.validTo(), HistorySettings.VALID_TO, change -> null));
    columns.add(AddedColumn.truth(history.isCurrent(), HistorySettings.IS_CURRENT, change -> true));
    versions = new VersionColumns(history.validFrom(), history.validTo(), null);
    if (history.order() == HistorySettings.Order.COMMIT) {
      String position = config.metadata().changePosition();
      columns.add(AddedColumn.text(position, MetadataSettings.PREFIX, Origin::changePosition));
      versions = new VersionColumns(history.validFrom(), history.validTo(), position);
    }
  }

  List<AddedColumn> columns() {
    return columns;
  }

  /** The columns by name, with the schemas that say their types. */
  public Map<String, Schema> schemas() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    columns.forEach(column -> schemas.put(column.name(), column.schema()));
    return schemas;
  }

  /** The columns that identify a row of the table; none if it is only appended to. */
  public List<String> identity(KeyColumns key) {
    if (versions != null) {
      List<String> ofVersion = new ArrayList<>(key.names());
      ofVersion.add(versions.from());
      return ofVersion;
    }
    return modes.mode() == ModeSettings.Mode.UPSERT ? key.names() : List.of();
  }

  /** The columns that say when a row was valid; null where rows have no versions. */
  public @Nullable VersionColumns versions() {
    return versions;
  }

  /** From when on a change counts, where rows have versions. */
  public ChangeTime times() {
    return times;
  }

  /** Whether rows may come without the values that the records must have. */
  public boolean allowsEmptyRows() {
    return versions != null && versions.position() == null;
  }

  /** The column that marks rows as deleted; null where they are not marked. */
  @Nullable String mark() {
    return modes.deletes() == ModeSettings.Deletes.SOFT ? deletedAt : null;
  }

  /**
   * Sees to it that no column of the records has a name that is needed here.
   *
   * @throws ConfigException if one has: every record of the table would be affected
   */
  public void requireFree(Table.Name table, KeyColumns key, List<RowField> fields) {
    for (AddedColumn column : columns) {
      key.names().forEach(name -> requireOther(table, column, name));
      fields.forEach(field -> requireOther(table, column, field.column()));
    }
  }

  /** Names that differ in case only are one column to some databases. */
  private static void requireOther(Table.Name table, AddedColumn column, String name) {
    if (name.equalsIgnoreCase(column.name())) {
      throw new ConfigException(
          "table "
              + table
              + ": column '"
              + name
              + "' of the records and column '"
              + column.name()
              + "' of "
              + column.setting()
              + " have one name. Choose another "
              + (column.setting().startsWith(HISTORY) ? column.setting() : MetadataSettings.PREFIX)
              + ", or rename the field with a transform.");
    }
  }

  private static boolean removes(Change change) {
    return change.kind() == Change.Kind.DELETE || change.kind() == Change.Kind.TRUNCATE;
  }

  /** When a change happened, as far as it is known; else now. */
  private static long happened(Change change, Clock clock) {
    Long micros = Origin.micros(change);
    return micros == null ? now(clock) : micros;
  }

  private static long now(Clock clock) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private static @Nullable String hash(Documents rows, Change change) {
    Struct row = change.row() == null ? change.old() : change.row();
    String document =
        row != null
            ? rows.of(row.schema(), row)
            : rows.of(change.record().valueSchema(), change.record().value());
    if (document == null) {
      return null;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(document.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Writes JSON; remembers how for the last schema, which neighbours share. */
  private static final class Documents {
    private @Nullable Schema last;
    private @Nullable ValueReader reader;

    @Nullable String of(@Nullable Schema schema, @Nullable Object value) {
      if (value == null) {
        return null;
      }
      if (schema == null) {
        return JsonText.of(null, value);
      }
      ValueReader known = reader;
      if (known == null || schema != last) {
        known = JsonText.reader(schema);
        reader = known;
        last = schema;
      }
      return (String) known.read(value);
    }
  }
}
