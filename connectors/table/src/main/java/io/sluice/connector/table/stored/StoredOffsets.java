package io.sluice.connector.table.stored;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The table of offsets in the target, one row a name and topic partition, with the table that the
 * topic's records went to. A row is changed only by who knows what is in it, so a task that was
 * replaced without knowing it cannot commit.
 */
public final class StoredOffsets {
  private final Table described;
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
    described =
        new Table(
            new Table.Name("", name),
            List.of(
                new Table.Column("name", ColumnType.TEXT, false),
                new Table.Column("topic", ColumnType.TEXT, false),
                new Table.Column("partition", ColumnType.INT32, false),
                new Table.Column("next_offset", ColumnType.INT64, false),
                new Table.Column("table_name", ColumnType.TEXT, true)),
            List.of("name", "topic", "partition"));
    table = Sql.quote(described.name());
  }

  /** What the dialect creates, as any other table, unless it is there. */
  public Table table() {
    return described;
  }

  /**
   * What is stored under that name.
   *
   * @param topics of which it is asked; empty for all
   */
  public Position read(Connection connection, String name, Set<String> topics) throws SQLException {
    Position position = new Position(new LinkedHashMap<>(), new HashMap<>());
    String sql =
        "SELECT \"topic\", \"partition\", \"next_offset\", \"table_name\" FROM "
            + table
            + " WHERE \"name\" = ?";
    if (!topics.isEmpty()) {
      sql +=
          " AND \"topic\" IN (" + String.join(", ", Collections.nCopies(topics.size(), "?")) + ")";
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
    String same = " WHERE \"name\" = ? AND \"topic\" = ? AND \"partition\" = ?";
    String update =
        "UPDATE "
            + table
            + " SET \"next_offset\" = ?, \"table_name\" = coalesce(?, \"table_name\")"
            + same
            + " AND \"next_offset\" = ?";
    String insert =
        "INSERT INTO "
            + table
            + " (\"next_offset\", \"table_name\", \"name\", \"topic\", \"partition\")"
            + " VALUES (?, ?, ?, ?, ?)";
    String look = "SELECT \"next_offset\" FROM " + table + same;
    // One statement for all: with thousands of topics preparing costs as much as running.
    try (PreparedStatement updating = connection.prepareStatement(update);
        PreparedStatement inserting = connection.prepareStatement(insert);
        PreparedStatement looking = connection.prepareStatement(look)) {
      for (Map.Entry<TopicPartition, Long> entry : to.next().entrySet()) {
        TopicPartition partition = entry.getKey();
        Long believed = from.get(partition);
        if (entry.getValue().equals(believed)) {
          continue;
        }
        if (believed == null && isThere(looking, name, partition)) {
          throw new OffsetsTakenException(name, partition);
        }
        PreparedStatement statement = believed == null ? inserting : updating;
        statement.setLong(1, entry.getValue());
        statement.setString(2, to.tables().get(partition.topic()));
        statement.setString(3, name);
        statement.setString(4, partition.topic());
        statement.setInt(5, partition.partition());
        if (believed != null) {
          statement.setLong(6, believed);
        }
        if (changed(statement, name, partition) != 1) {
          throw new OffsetsTakenException(name, partition);
        }
      }
    }
  }

  /**
   * Asked for itself: not every database inserts where something is not, and not all have a key.
   */
  private static boolean isThere(PreparedStatement looking, String name, TopicPartition partition)
      throws SQLException {
    looking.setString(1, name);
    looking.setString(2, partition.topic());
    looking.setInt(3, partition.partition());
    try (ResultSet rows = looking.executeQuery()) {
      return rows.next();
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
