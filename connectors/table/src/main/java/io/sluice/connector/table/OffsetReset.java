package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.guard.TargetThread;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.transaction.OpenTransaction;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the offsets in the target to what an operator asks of Connect's offsets API: they decide
 * where the tasks go on, so that moving the consumer group alone would move nothing. Asking twice
 * for the same is as asking once.
 */
final class OffsetReset {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetReset.class);

  private final TableSinkConfig config;

  OffsetReset(TableSinkConfig config) {
    this.config = config;
  }

  /**
   * Moves what is stored. That a topic has a table stays: only where its records begin changes.
   *
   * @param offsets of the next records; null for the beginning. Empty for the beginning of all that
   *     are stored
   * @throws org.apache.kafka.connect.errors.ConnectException if the target cannot be written
   */
  void move(Map<TopicPartition, Long> offsets) {
    TargetThread target;
    try {
      target = Targets.open(config, new Refusals(), new HashSet<>());
    } catch (SQLException e) {
      throw Failure.ofConnection(config.url(), e).thrown(OpenTransaction.Then.AGAIN);
    }
    try (target) {
      Map<TopicPartition, Long> stored = target.position(config.name(), Set.of()).next();
      Map<TopicPartition, Long> wanted = wanted(stored, offsets);
      target.commit(config.name(), stored, new StoredOffsets.Position(wanted, Map.of()));
      wanted.forEach(
          (partition, next) ->
              LOG.info(
                  "{}: {} goes on at offset {}, by the offsets API; it was at {}",
                  config.name(),
                  partition,
                  next,
                  stored.get(partition)));
    } catch (SQLException e) {
      throw Failure.of(config.url(), target, e).thrown(OpenTransaction.Then.AGAIN);
    }
  }

  /** A partition that nothing is stored of begins at its beginning by itself. */
  private static Map<TopicPartition, Long> wanted(
      Map<TopicPartition, Long> stored, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    if (offsets.isEmpty()) {
      stored.keySet().forEach(partition -> wanted.put(partition, 0L));
    }
    offsets.forEach(
        (partition, next) -> {
          if (next != null || stored.containsKey(partition)) {
            wanted.put(partition, next == null ? 0L : next);
          }
        });
    return wanted;
  }
}
