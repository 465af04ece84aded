package io.sluice.state.checkpoint;

import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows that epochs are made of. Positions are deltas: an epoch has rows only for the partitions
 * and lanes that moved in it, and the position as of an epoch is the row with the highest epoch up
 * to it. So an epoch costs what moved, however many partitions there are.
 */
final class EpochRows {
  private EpochRows() {}

  static void insert(
      Connection connection,
      String pipeline,
      EpochRecord epoch,
      Instant prepared,
      @Nullable Instant committed,
      boolean reset)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into epoch (pipeline, epoch, layout, records, prepared_at, committed_at,"
                + " is_reset) values (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, pipeline);
      insert.setLong(2, epoch.epoch());
      insert.setString(3, epoch.layout());
      insert.setLong(4, epoch.records());
      insert.setLong(5, prepared.toEpochMilli());
      insert.setObject(6, committed == null ? null : committed.toEpochMilli());
      insert.setInt(7, reset ? 1 : 0);
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into source_offset values (?, ?, ?, ?)")) {
      insert.setString(1, pipeline);
      insert.setLong(3, epoch.epoch());
      for (Map.Entry<String, @Nullable String> e : epoch.sourceOffsets().entrySet()) {
        insert.setString(2, e.getKey());
        insert.setString(4, e.getValue());
        insert.executeUpdate();
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into lane_end values (?, ?, ?, ?, ?)")) {
      insert.setString(1, pipeline);
      insert.setLong(4, epoch.epoch());
      for (Map.Entry<LaneName, Long> e : epoch.laneEnds().entrySet()) {
        insert.setString(2, e.getKey().topic());
        insert.setInt(3, e.getKey().partition());
        insert.setLong(5, e.getValue());
        insert.executeUpdate();
      }
    }
  }

  static Map<String, String> sourceOffsets(Connection connection, String pipeline, long epoch)
      throws SQLException {
    Map<String, String> offsets = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select o.source_partition, o.source_offset from source_offset o join (
              select source_partition, max(epoch) as epoch from source_offset
              where pipeline = ? and epoch <= ? group by source_partition) newest
            on newest.source_partition = o.source_partition and newest.epoch = o.epoch
            where o.pipeline = ?
            """)) {
      select.setString(1, pipeline);
      select.setLong(2, epoch);
      select.setString(3, pipeline);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String offset = row.getString(2);
          if (offset != null) {
            offsets.put(row.getString(1), offset);
          }
        }
      }
    }
    return offsets;
  }

  static Map<LaneName, Long> laneEnds(Connection connection, String pipeline, long epoch)
      throws SQLException {
    Map<LaneName, Long> ends = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select o.topic, o.lane_partition, o.next_offset from lane_end o join (
              select topic, lane_partition, max(epoch) as epoch from lane_end
              where pipeline = ? and epoch <= ? group by topic, lane_partition) newest
            on newest.topic = o.topic and newest.lane_partition = o.lane_partition
              and newest.epoch = o.epoch
            where o.pipeline = ?
            """)) {
      select.setString(1, pipeline);
      select.setLong(2, epoch);
      select.setString(3, pipeline);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ends.put(new LaneName(row.getString(1), row.getInt(2)), row.getLong(3));
        }
      }
    }
    return ends;
  }

  /**
   * Forgets the epochs before {@code floor}, and of their rows those that a newer row up to the
   * floor supersedes; a position that has not moved since keeps its old row. Looks only at what
   * moved between the old floor and the new one, so it costs as much as an epoch, not as much as
   * the table.
   */
  static void forgetBefore(Connection connection, String pipeline, long floor) throws SQLException {
    long oldFloor;
    try (PreparedStatement select =
        connection.prepareStatement("select min(epoch) from epoch where pipeline = ?")) {
      select.setString(1, pipeline);
      try (ResultSet row = select.executeQuery()) {
        oldFloor = row.next() ? row.getLong(1) : floor;
      }
    }
    Sql.update(
        connection,
        """
        delete from source_offset where (pipeline, source_partition, epoch) in (
          select o.pipeline, o.source_partition, o.epoch
          from source_offset n join source_offset o using (pipeline, source_partition)
          where n.pipeline = ? and n.epoch > ? and n.epoch <= ? and o.epoch < n.epoch)
        """,
        pipeline,
        oldFloor,
        floor);
    Sql.update(
        connection,
        "delete from source_offset where pipeline = ? and epoch > ? and epoch <= ?"
            + " and source_offset is null",
        pipeline,
        oldFloor,
        floor);
    Sql.update(
        connection,
        """
        delete from lane_end where (pipeline, topic, lane_partition, epoch) in (
          select o.pipeline, o.topic, o.lane_partition, o.epoch
          from lane_end n join lane_end o using (pipeline, topic, lane_partition)
          where n.pipeline = ? and n.epoch > ? and n.epoch <= ? and o.epoch < n.epoch)
        """,
        pipeline,
        oldFloor,
        floor);
    Sql.update(connection, "delete from epoch where pipeline = ? and epoch < ?", pipeline, floor);
  }

  static void forgetAfter(Connection connection, String pipeline, long epoch) throws SQLException {
    for (String table : new String[] {"epoch", "source_offset", "lane_end"}) {
      Sql.update(
          connection,
          "delete from " + table + " where pipeline = ? and epoch > ?",
          pipeline,
          epoch);
    }
  }

  static void forgetAll(Connection connection, String pipeline) throws SQLException {
    forgetAfter(connection, pipeline, 0);
  }
}
