package io.sluice.connector.table.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Columns that say where a row comes from.
 *
 * @param columns which of them, in the order of the table
 * @param prefix what the names of columns that the sink adds begin with
 */
public record MetadataSettings(List<Item> columns, String prefix) {
  public static final String COLUMNS = "metadata.columns";
  public static final String PREFIX = "metadata.prefix";

  public MetadataSettings {
    columns = List.copyOf(columns);
  }

  /** What is known of a record beside its row. The column's name is the lower case one. */
  public enum Item {
    /** What happened: the envelope's {@code op}, {@code d} for a tombstone. */
    OPERATION,
    /** Where the change stands in the source's log. */
    SOURCE_POSITION,
    /** Topic, partition and offset of the record. */
    POSITION,
    /** When it happened, by the source's clock. */
    EVENT_TIME,
    /** When the row was made, by this process's clock. */
    LOAD_TIME,
    /** The pipeline's name. */
    PIPELINE,
    /** SHA-256 of the row. */
    RECORD_HASH;

    String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<Item> OF_RAW =
      List.of(Item.OPERATION, Item.POSITION, Item.EVENT_TIME, Item.LOAD_TIME);

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            COLUMNS,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "Columns that are added to every table: "
                + all()
                + ". Mode raw adds operation, position, event_time and load_time where nothing is"
                + " said; none: none of them.")
        .define(
            PREFIX,
            Type.STRING,
            "_",
            Importance.LOW,
            "What the names of columns begin with that the sink adds: those of metadata.columns,"
                + " and deleted_at.");
  }

  private static String all() {
    return Arrays.stream(Item.values()).map(Item::lower).collect(Collectors.joining(", "));
  }

  /**
   * Reads and checks them.
   *
   * @throws ConfigException if there is no such column; begins with the setting's name
   */
  static MetadataSettings of(AbstractConfig config, ModeSettings modes) {
    List<String> said =
        config.getList(COLUMNS).stream().map(String::trim).filter(s -> !s.isEmpty()).toList();
    Set<Item> items = new LinkedHashSet<>();
    for (String name : said) {
      if (!name.equalsIgnoreCase("none")) {
        items.add(item(name));
      }
    }
    boolean raw = modes.mode() == ModeSettings.Mode.RAW;
    return new MetadataSettings(
        said.isEmpty() && raw ? OF_RAW : List.copyOf(items), config.getString(PREFIX));
  }

  private static Item item(String name) {
    for (Item item : Item.values()) {
      if (item.lower().equalsIgnoreCase(name)) {
        return item;
      }
    }
    throw new ConfigException(
        COLUMNS + ": there is no metadata column '" + name + "'. Choose of " + all() + ".");
  }

  /** The column's name. */
  public String nameOf(Item item) {
    return prefix + item.lower();
  }

  /** The column in which mode history keeps a version's place in the source's log. */
  public String changePosition() {
    return prefix + "change_position";
  }

  /** The column in which a soft delete leaves its time. */
  public String deletedAt() {
    return prefix + "deleted_at";
  }
}
