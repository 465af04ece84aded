package io.sluice.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * The smallest sink that keeps every promise: rows and offsets change together, in a map, at {@code
 * preCommit}.
 */
public class ShelfConnector extends SinkConnector {
  /** What outlives a task: by the name in setting {@code shelf}. */
  static final class Shelf {
    final Map<String, Map<Long, @Nullable String>> rows = new TreeMap<>();
    final Map<TopicPartition, Long> offsets = new HashMap<>();
  }

  private static final Map<String, Shelf> SHELVES = new ConcurrentHashMap<>();
  private static final ConfigDef SETTINGS =
      new ConfigDef()
          .define(
              "shelf",
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              ConfigDef.Importance.HIGH,
              "Where the rows go.")
          .define("size", ConfigDef.Type.INT, 10, ConfigDef.Importance.LOW, "How many fit.");

  private Map<String, String> config = Map.of();

  static Shelf shelf(String name) {
    return SHELVES.computeIfAbsent(name, n -> new Shelf());
  }

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return ShelfTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(config);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return SETTINGS;
  }

  @Override
  public String version() {
    return "1";
  }

  /** Its task. */
  public static class ShelfTask extends SinkTask {
    private final List<SinkRecord> staged = new ArrayList<>();
    private Shelf shelf = new Shelf();

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> props) {
      shelf = shelf(props.getOrDefault("shelf", ""));
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        Long next = shelf.offsets.get(partition);
        if (next != null) {
          context.offset(partition, next);
        }
      }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      for (SinkRecord record : records) {
        if (record.value() == null || record.value() instanceof Struct) {
          staged.add(record);
        } else {
          ErrantRecordReporter reporter = context.errantRecordReporter();
          DataException error =
              new DataException("Expected a struct at offset " + record.kafkaOffset());
          if (reporter == null) {
            throw error;
          }
          reporter.report(record, error);
        }
      }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> reached) {
      for (SinkRecord record : staged) {
        Map<Long, @Nullable String> rows =
            shelf.rows.computeIfAbsent(record.topic(), t -> new TreeMap<>());
        long id = ((Struct) record.key()).getInt64("id");
        if (record.value() == null) {
          rows.remove(id);
        } else {
          rows.put(id, ((Struct) record.value()).getString("name"));
        }
      }
      staged.clear();
      reached.forEach((partition, offset) -> shelf.offsets.put(partition, offset.offset()));
      return reached;
    }

    @Override
    public void stop() {
      staged.clear();
    }
  }
}
