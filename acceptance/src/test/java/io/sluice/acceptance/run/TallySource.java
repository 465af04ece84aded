package io.sluice.acceptance.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * A source of as many tasks as it may have, each of which counts from zero to {@code numbers}. Two
 * numbers share an offset, as the rows of one statement do at some sources: only together may they
 * end an epoch.
 */
public final class TallySource extends SourceConnector {
  /** Numbers that have a key in common, within one task. */
  public static final int BUCKETS = 50;

  private static final int BATCH = 20;

  /** The number of the first task, by which pipelines may differ. */
  public static final String FIRST_TASK = "first.task";

  private static final String BOUNDED = "sluice.bounded";
  private static final Schema KEY =
      SchemaBuilder.struct().field("bucket", Schema.STRING_SCHEMA).build();
  private static final Schema VALUE =
      SchemaBuilder.struct()
          .field("bucket", Schema.STRING_SCHEMA)
          .field("task", Schema.INT32_SCHEMA)
          .field("number", Schema.INT64_SCHEMA)
          .build();

  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return TallyTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> tasks = new ArrayList<>();
    for (int task = 0; task < maxTasks; task++) {
      Map<String, String> one = new HashMap<>(config);
      one.put("task", Integer.toString(firstTask() + task));
      tasks.add(one);
    }
    return tasks;
  }

  private int firstTask() {
    return Integer.parseInt(config.getOrDefault(FIRST_TASK, "0"));
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(FIRST_TASK, ConfigDef.Type.INT, 0, ConfigDef.Importance.LOW, "Its number")
        .define("numbers", ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "How many, an even one")
        .define(BOUNDED, ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "To the end");
  }

  @Override
  public String version() {
    return "1";
  }

  /** Counts. */
  public static final class TallyTask extends SourceTask {
    private Map<String, String> partition = Map.of();
    private int task;
    private long next;
    private long end;
    private boolean bounded;

    @Override
    public void start(Map<String, String> props) {
      task = Integer.parseInt(String.valueOf(props.get("task")));
      end = Long.parseLong(String.valueOf(props.get("numbers")));
      bounded = Boolean.parseBoolean(props.get(BOUNDED));
      partition = Map.of("task", Integer.toString(task));
      Map<String, Object> offset = context.offsetStorageReader().offset(partition);
      next = offset == null ? 0 : ((Number) offset.get("next")).longValue();
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      // Slow enough for several deaths on the way, and never in step with the other tasks.
      TimeUnit.MILLISECONDS.sleep(bounded ? 1 : 3 + task);
      List<SourceRecord> records = new ArrayList<>();
      for (long stop = Math.min(end, next + BATCH); next < stop; next++) {
        records.add(record(next));
      }
      if (next == end && bounded) {
        records.add(endOfStream());
      }
      return records;
    }

    private SourceRecord record(long number) {
      String bucket = task + "/" + number % BUCKETS;
      return new SourceRecord(
          partition,
          offsetBehind(number),
          "tally",
          null,
          KEY,
          new Struct(KEY).put("bucket", bucket),
          VALUE,
          new Struct(VALUE).put("bucket", bucket).put("task", task).put("number", number));
    }

    private static Map<String, Long> offsetBehind(long number) {
      return Map.of("next", (number / 2 + 1) * 2);
    }

    private SourceRecord endOfStream() {
      return new SourceRecord(
          partition,
          offsetBehind(next - 1),
          "tally",
          null,
          null,
          null,
          Schema.BOOLEAN_SCHEMA,
          true,
          null,
          new ConnectHeaders().addBoolean("sluice.end-of-stream", true));
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
