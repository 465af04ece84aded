package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.NameSettings;
import io.sluice.connector.postgres.config.NameSettings.Adjustment;
import io.sluice.connector.postgres.config.NameSettings.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What topics, schemas and fields are called, by Debezium's rules. Immutable; asked once for each
 * form of a table.
 */
public final class Names {

  /** What Kafka takes at most. */
  private static final int LONGEST = 249;

  private final NameSettings settings;

  public Names(NameSettings settings) {
    this.settings = settings;
  }

  /** The topic of a table's events. */
  public String topic(TableId table) {
    String topic = sanitized(origin(table));
    Route route = settings.route();
    if (route == null) {
      return topic;
    }
    String routed = replaced(route.regex(), route.replacement(), topic);
    return routed.isEmpty() ? topic : routed;
  }

  /**
   * The tables that nobody brought together and whose rows nevertheless come in one topic, since
   * topics have fewer characters than names of tables.
   *
   * @return more than one for each topic, which is the one before any route
   */
  public Map<String, List<TableId>> meeting(Collection<TableId> tables) {
    Map<String, List<TableId>> byTopic = new TreeMap<>();
    for (TableId table : tables) {
      byTopic.computeIfAbsent(sanitized(origin(table)), any -> new ArrayList<>()).add(table);
    }
    byTopic.values().removeIf(alone -> alone.size() == 1);
    return byTopic;
  }

  /** The topic of transaction records. */
  public String transactionTopic() {
    return settings.prefix() + settings.delimiter() + settings.transaction();
  }

  /** The topic of heartbeats. */
  public String heartbeatTopic() {
    return settings.heartbeat();
  }

  /** The field of keys that tells the tables of one topic apart, null for none. */
  @Nullable String keyField() {
    Route route = settings.route();
    return route == null ? null : route.keyField();
  }

  /** What that field has for a table. */
  String keyFieldValue(TableId table) {
    String origin = origin(table);
    Route route = settings.route();
    return route == null || route.keyRegex() == null || route.keyReplacement() == null
        ? origin
        : replaced(route.keyRegex(), route.keyReplacement(), origin);
  }

  /** The name of a schema. */
  String schema(String name) {
    boolean unicode = settings.schemas() == Adjustment.AVRO_UNICODE;
    IntPredicate first = c -> isLetter(c) || (c == '_' && !unicode);
    return settings.schemas() == Adjustment.NONE
        ? name
        : adjusted(name, unicode, first, c -> first.test(c) || c == '.' || isDigit(c));
  }

  /** The name of a column's field. */
  String field(String column) {
    boolean unicode = settings.fields() == Adjustment.AVRO_UNICODE;
    IntPredicate first = c -> isLetter(c) || (c == '_' && !unicode);
    return settings.fields() == Adjustment.NONE
        ? column
        : adjusted(column, unicode, first, c -> first.test(c) || isDigit(c));
  }

  private String origin(TableId table) {
    String last =
        settings.strategy().withSchema()
            ? table.schema() + settings.delimiter() + table.table()
            : table.table();
    return settings.prefix() + settings.delimiter() + last;
  }

  private String sanitized(String topic) {
    boolean unicode = settings.strategy().unicode();
    IntPredicate valid =
        c -> isLetter(c) || isDigit(c) || c == '.' || c == '-' || (c == '_' && !unicode);
    String sanitized = adjusted(topic, unicode, valid, valid);
    return sanitized.length() > LONGEST ? sanitized.substring(0, LONGEST) : sanitized;
  }

  private static String replaced(Pattern pattern, String replacement, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? matcher.replaceFirst(replacement) : text;
  }

  private static String adjusted(
      String name, boolean unicode, IntPredicate first, IntPredicate others) {
    StringBuilder adjusted = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((i == 0 ? first : others).test(c)) {
        adjusted.append(c);
      } else if (unicode) {
        String code = Integer.toHexString(c);
        adjusted.append("_u").append(code.length() <= 2 ? "00" : "").append(code);
      } else {
        adjusted.append('_');
        if (i == 0 && isDigit(c)) {
          adjusted.append(c); // so that 1a and 2a stay apart
        }
      }
    }
    return adjusted.toString();
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
