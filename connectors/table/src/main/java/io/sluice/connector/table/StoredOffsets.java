package io.sluice.connector.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The table of offsets in the target, one row a name and topic partition. A row is changed only by
 * who knows what is in it, so a task that was replaced without knowing it cannot commit.
 */
final class StoredOffsets {
  private StoredOffsets() {}

  static void write(
      Connection connection,
      String quotedTable,
      String name,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to)
      throws SQLException {
    String update =
        "UPDATE "
            + quotedTable
            + " SET next_offset = ? WHERE name = ? AND topic = ? AND \"partition\" = ?"
            + " AND next_offset = ?";
    String insert =
        "INSERT INTO "
            + quotedTable
            + " (next_offset, name, topic, \"partition\") SELECT ?, ?, ?, ? WHERE NOT EXISTS"
            + " (SELECT 1 FROM "
            + quotedTable
            + " WHERE name = ? AND topic = ? AND \"partition\" = ?)";
    for (Map.Entry<TopicPartition, Long> entry : to.entrySet()) {
      TopicPartition partition = entry.getKey();
      Long believed = from.get(partition);
      if (entry.getValue().equals(believed)) {
        continue;
      }
      try (PreparedStatement statement =
          connection.prepareStatement(believed == null ? insert : update)) {
        statement.setLong(1, entry.getValue());
        statement.setString(2, name);
        statement.setString(3, partition.topic());
        statement.setInt(4, partition.partition());
        if (believed == null) {
          statement.setString(5, name);
          statement.setString(6, partition.topic());
          statement.setInt(7, partition.partition());
        } else {
          statement.setLong(5, believed);
        }
        if (statement.executeUpdate() != 1) {
          throw new OffsetsTakenException(name, partition);
        }
      }
    }
  }
}
