package io.sluice.connector.table.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The table of offsets in the target, one row a name and topic partition, with the table that the
 * topic's records went to. A row is changed only by who knows what is in it, so a task that was
 * replaced without knowing it cannot commit.
 */
public final class StoredOffsets {
  private final String table;

  /**
   * What is stored under one name.
   *
   * @param next the next offset of each partition
   * @param tables the table of each topic that has brought rows, quoted as in SQL
   */
  public record Position(Map<TopicPartition, Long> next, Map<String, String> tables) {}

  /** The table of that name, unquoted. */
  public StoredOffsets(String name) {
    table = Sql.quote(name);
  }

  /**
   * Creates the table unless it is there.
   *
   * @param constraint a table constraint that the dialect wants, with its comma; or nothing
   */
  public void create(Connection connection, String constraint) throws SQLException {
    create(connection, "varchar", "varchar", constraint + ")");
  }

  /**
   * Creates the table unless it is there, where a text needs more to be said.
   *
   * @param keyText the type of a name and of a topic, which are part of a key
   * @param text the type of other text
   * @param ending what follows the columns: constraints with their comma, then the bracket
   */
  public void create(Connection connection, String keyText, String text, String ending)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS "
              + table
              + " (name "
              + keyText
              + " NOT NULL, topic "
              + keyText
              + " NOT NULL, \"partition\" integer NOT NULL,"
              + " next_offset bigint NOT NULL, table_name "
              + text
              + ending);
    }
  }

  /**
   * What is stored under that name.
   *
   * @param topics of which it is asked; empty for all
   */
  public Position read(Connection connection, String name, Set<String> topics) throws SQLException {
    Position position = new Position(new LinkedHashMap<>(), new HashMap<>());
    String sql =
        "SELECT topic, \"partition\", next_offset, table_name FROM " + table + " WHERE name = ?";
    if (!topics.isEmpty()) {
      sql += " AND topic IN (" + String.join(", ", Collections.nCopies(topics.size(), "?")) + ")";
    }
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      int parameter = 1;
      query.setString(parameter, name);
      for (String topic : topics) {
        query.setString(++parameter, topic);
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String topic = rows.getString(1);
          position.next().put(new TopicPartition(topic, rows.getInt(2)), rows.getLong(3));
          String tableOfTopic = rows.getString(4);
          if (tableOfTopic != null) {
            position.tables().put(topic, tableOfTopic);
          }
        }
      }
    }
    return position;
  }

  /**
   * Writes what has changed.
   *
   * @param from the offsets that the caller believes to be stored
   * @throws OffsetsTakenException if others are
   */
  public void write(Connection connection, String name, Map<TopicPartition, Long> from, Position to)
      throws SQLException {
    String update =
        "UPDATE "
            + table
            + " SET next_offset = ?, table_name = coalesce(?, table_name)"
            + " WHERE name = ? AND topic = ? AND \"partition\" = ? AND next_offset = ?";
    String insert =
        "INSERT INTO "
            + table
            + " (next_offset, table_name, name, topic, \"partition\") SELECT ?, ?, ?, ?, ?"
            + " WHERE NOT EXISTS (SELECT 1 FROM "
            + table
            + " WHERE name = ? AND topic = ? AND \"partition\" = ?)";
    // One statement for all: with thousands of topics preparing costs as much as running.
    try (PreparedStatement updating = connection.prepareStatement(update);
        PreparedStatement inserting = connection.prepareStatement(insert)) {
      for (Map.Entry<TopicPartition, Long> entry : to.next().entrySet()) {
        TopicPartition partition = entry.getKey();
        Long believed = from.get(partition);
        if (entry.getValue().equals(believed)) {
          continue;
        }
        PreparedStatement statement = believed == null ? inserting : updating;
        statement.setLong(1, entry.getValue());
        statement.setString(2, to.tables().get(partition.topic()));
        statement.setString(3, name);
        statement.setString(4, partition.topic());
        statement.setInt(5, partition.partition());
        if (believed == null) {
          statement.setString(6, name);
          statement.setString(7, partition.topic());
          statement.setInt(8, partition.partition());
        } else {
          statement.setLong(6, believed);
        }
        if (changed(statement, name, partition) != 1) {
          throw new OffsetsTakenException(name, partition);
        }
      }
    }
  }

  /** Two that both found nothing stored both insert: the key decides. */
  private static int changed(PreparedStatement statement, String name, TopicPartition partition)
      throws SQLException {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith("23")) {
        throw new OffsetsTakenException(name, partition, e);
      }
      throw e;
    }
  }
}
