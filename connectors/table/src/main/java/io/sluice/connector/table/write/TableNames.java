package io.sluice.connector.table.write;

import io.sluice.connector.table.config.NameCase;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.NameRules;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Which table a record belongs to, by {@code table.name.format}. Two topics that would meet in one
 * table without being told to are refused: their keys may mean different things. Which topic has
 * which table is stored with the offsets, so that it outlives this object.
 */
public final class TableNames {
  private final String format;
  private final boolean fanIn;

  private final NameCase spelling;
  private final NameRules rules;
  private final SourceTables sources = new SourceTables();
  private final Map<String, Table.Name> byTopic = new HashMap<>();
  private String lastTopic = "";
  private Table.@Nullable Name lastName;

  /** The topic of each table, by its name as in SQL. */
  private final Map<String, String> owners = new HashMap<>();

  /** The table of each topic, named as in SQL. */
  private final Map<String, String> claims = new HashMap<>();

  /**
   * Names by a format.
   *
   * @param spelling of schemas and tables
   * @param rules what the database makes of names
   */
  public TableNames(String format, NameCase spelling, NameRules rules) {
    this.format = format;
    this.spelling = spelling;
    this.rules = rules;
    fanIn = !format.contains("${");
  }

  /** What the database makes of names. */
  NameRules rules() {
    return rules;
  }

  /**
   * The table of a change.
   *
   * @throws ConfigException if another topic has that table already, or another table of the source
   *     this topic: no restart would mend it
   */
  public Table.Name of(Change change) {
    String topic = change.record().topic();
    sources.came(topic, change.source());
    Table.Name last = lastName;
    if (last != null && topic.equals(lastTopic)) { // Neighbours mostly share it.
      return last;
    }
    Table.Name known = byTopic.get(topic);
    if (known != null) {
      lastTopic = topic;
      lastName = known;
      return known;
    }
    Table.Name name = resolve(topic, change.source());
    requirePossible(name.schema(), topic);
    requirePossible(name.table(), topic);
    claim(topic, Sql.quote(name));
    // A tombstone has no source block: the name is kept once a record said it.
    if (change.source() != null || !format.contains("${schema}") && !format.contains("${table}")) {
      byTopic.put(topic, name);
    }
    return name;
  }

  /**
   * Topics have brought rows into these tables before.
   *
   * @param tables the table of each topic, as {@link #claims} said it
   * @throws ConfigException if two of them share a table, or have another one's here
   */
  public void claimed(Map<String, String> tables) {
    tables.forEach(this::claim);
  }

  /** The table of each topic so far, named as in SQL. */
  public Map<String, String> claims() {
    return claims;
  }

  private void claim(String topic, String table) {
    String unique = rules.tableIdentity(table);
    String owner = owners.putIfAbsent(unique, topic);
    if (owner != null && !owner.equals(topic) && !fanIn) {
      throw new ConfigException(
          "topics '"
              + owner
              + "' and '"
              + topic
              + "' both belong to table "
              + table
              + " by "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + "='"
              + format
              + "'. Use ${topic} or ${schema}.${table} to keep them apart, or name one table"
              + " without a placeholder to bring them together.");
    }
    claims.put(topic, table);
  }

  private void requirePossible(String part, String topic) {
    String refused = rules.refused(part);
    if (refused != null) {
      throw new ConfigException(
          "the table of topic '"
              + topic
              + "' would be called '"
              + part
              + "', which "
              + refused
              + ". Choose another name with "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + " or a transform that renames the topic.");
    }
    if (rules.tooLong(part)) {
      throw new ConfigException(
          "the table of topic '"
              + topic
              + "' would be called '"
              + part
              + "': the database cuts names after "
              + rules.limit()
              + ". Choose a shorter name with "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + " or a transform that renames the topic.");
    }
  }

  private Table.Name resolve(String topic, @Nullable Struct source) {
    String[] segments = topic.split("\\.");
    String last = segments[segments.length - 1];
    String beforeLast = segments.length > 1 ? segments[segments.length - 2] : "";
    int dot = dotOutsidePlaceholders(format);
    String schemaPart = dot < 0 ? "" : format.substring(0, dot);
    String tablePart = format.substring(dot + 1);
    String schema = field(source, "schema", beforeLast);
    String table = field(source, "table", last);
    return new Table.Name(
        spelling.of(fill(schemaPart, topic, last, schema, table)),
        spelling.of(fill(tablePart, topic, last, schema, table)));
  }

  private static String fill(String part, String topic, String last, String schema, String table) {
    return part.replace("${topic}", topic.replace('.', '_'))
        .replace("${topic.last}", last)
        .replace("${schema}", schema)
        .replace("${table}", table);
  }

  private static int dotOutsidePlaceholders(String format) {
    boolean inside = false;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '{') {
        inside = true;
      } else if (c == '}') {
        inside = false;
      } else if (c == '.' && !inside) {
        return i;
      }
    }
    return -1;
  }

  private static String field(@Nullable Struct source, String name, String otherwise) {
    if (source == null) {
      return otherwise;
    }
    Schema schema = source.schema();
    if (schema.field(name) == null || schema.field(name).schema().type() != Schema.Type.STRING) {
      return otherwise;
    }
    String value = source.getString(name);
    return value == null ? otherwise : value;
  }
}
