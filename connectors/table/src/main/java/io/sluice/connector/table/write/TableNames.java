package io.sluice.connector.table.write;

import io.sluice.connector.table.config.NameCase;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.KafkaPlace;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.NameRules;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which table a record belongs to, by {@code table.name.format}. Two topics that would meet in one
 * table without being told to are refused: their keys may mean different things. A transform that
 * gives them one name has told so. Which topic has which table is stored with the offsets, by the
 * name that the offsets have, which is the topic's before any transform; so it outlives this
 * object.
 */
public final class TableNames {
  private final String format;
  private final boolean fanIn;

  private final NameCase spelling;
  private final NameRules rules;
  private final SourceTables sources = new SourceTables();
  private final Map<Topic, Table.Name> byTopic = new HashMap<>();
  private Topic lastTopic = new Topic("", "");
  private Table.@Nullable Name lastName;

  /** Who has a table. */
  private static final class Owner {
    /** The topic that its records have; null before the first one. */
    @Nullable String name;

    /** The topics that they were read from. */
    final Set<String> origins = new LinkedHashSet<>();

    /** Whether records have come that were read from {@link #name} itself. */
    boolean unchanged;
  }

  /** By the table's name as in SQL. */
  private final Map<String, Owner> owners = new HashMap<>();

  /** The table of each topic that was read from, named as in SQL. */
  private final Map<String, String> claims = new HashMap<>();

  /**
   * Where a record comes from.
   *
   * @param origin the topic that it was read from
   * @param name the one that it has now
   */
  private record Topic(String origin, String name) {
    static Topic of(SinkRecord record) {
      return new Topic(KafkaPlace.topic(record), record.topic());
    }

    boolean isOf(SinkRecord record) {
      return name.equals(record.topic()) && origin.equals(KafkaPlace.topic(record));
    }

    boolean renamed() {
      return !name.equals(origin);
    }
  }

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
    sources.came(change.record().topic(), change.source());
    Table.Name last = lastName;
    if (last != null && lastTopic.isOf(change.record())) { // Neighbours mostly share it.
      return last;
    }
    Topic topic = Topic.of(change.record());
    Table.Name known = byTopic.get(topic);
    if (known != null) {
      lastTopic = topic;
      lastName = known;
      return known;
    }
    Table.Name name = resolve(topic.name(), change.source());
    requirePossible(name.schema(), topic.name());
    requirePossible(name.table(), topic.name());
    claim(topic, Sql.quote(name));
    // A tombstone has no source block: the name is kept once a record said it.
    if (change.source() != null || !format.contains("${schema}") && !format.contains("${table}")) {
      byTopic.put(topic, name);
    }
    return name;
  }

  /**
   * Topics have brought rows into these tables before. Two of one table are refused when a record
   * of one comes: only records show whether a transform brings them together.
   *
   * @param tables the table of each topic, as {@link #claims} said it
   */
  public void claimed(Map<String, String> tables) {
    tables.forEach((topic, table) -> owner(table).origins.add(topic));
    claims.putAll(tables);
  }

  /** The table of each topic that was read from so far, named as in SQL. */
  public Map<String, String> claims() {
    return claims;
  }

  private Owner owner(String table) {
    return owners.computeIfAbsent(rules.tableIdentity(table), any -> new Owner());
  }

  private void claim(Topic topic, String table) {
    Owner owner = owner(table);
    String other = fanIn ? null : other(owner, topic, table);
    if (other != null) {
      throw new ConfigException(
          "topics '"
              + other
              + "' and '"
              + topic.name()
              + "' both belong to table "
              + table
              + " by "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + "='"
              + format
              + "'. Use ${topic} or ${schema}.${table} to keep them apart, or name one table"
              + " without a placeholder to bring them together.");
    }
    owner.name = topic.name();
    owner.unchanged |= !topic.renamed();
    owner.origins.add(topic.origin());
    claims.put(topic.origin(), table);
  }

  /** Another topic that has the table, if it was not a transform that brought them together. */
  private @Nullable String other(Owner owner, Topic topic, String table) {
    if (owner.name != null && !owner.name.equals(topic.name())) {
      return owner.name;
    }
    if (topic.renamed()) {
      return owner.unchanged && isOwn(topic.origin(), table) ? topic.origin() : null;
    }
    return owner.origins.stream()
        .filter(origin -> !origin.equals(topic.origin()) && isOwn(origin, table))
        .findFirst()
        .orElse(null);
  }

  /** Whether a topic has the table by its own name too: no transform has led it there. */
  private boolean isOwn(String topic, String table) {
    String own = Sql.quote(resolve(topic, null));
    return rules.tableIdentity(own).equals(rules.tableIdentity(table));
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
