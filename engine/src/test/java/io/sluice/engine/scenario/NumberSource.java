package io.sluice.engine.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Hands out the numbers 0, 1, 2, ... from each of its tasks, as a {@link Script} says. */
public class NumberSource extends SourceConnector {
  private Map<String, String> config = Map.of();
  private volatile int plan;

  @Override
  public void start(Map<String, String> props) {
    config = props;
    Scripts.script(String.valueOf(props.get("script"))).connector = this;
  }

  /** What a connector does when it finds that its tasks should be others. */
  public void askForNewTasks(int plan) {
    this.plan = plan;
    context().requestTaskReconfiguration();
  }

  @Override
  public Class<? extends Task> taskClass() {
    return config.containsKey("acknowledge") ? ListeningTask.class : NumberTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> tasks = new ArrayList<>();
    for (int task = 0; task < maxTasks; task++) {
      Map<String, String> one = new java.util.HashMap<>(config);
      one.put("task", Integer.toString(task));
      one.put("plan", Integer.toString(plan));
      tasks.add(one);
    }
    return tasks;
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define("script", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Which script");
  }

  @Override
  public String version() {
    return "1";
  }

  /**
   * Topic {@code numbers}, the number as text for key and value. A header tells when it was read,
   * so that no two readings of a number are the same record, as with real sources.
   */
  public static SourceRecord plainRecord(
      Map<String, ?> partition, Map<String, ?> offset, int task, long number) {
    return new SourceRecord(
        partition,
        offset,
        "numbers",
        null,
        Schema.STRING_SCHEMA,
        task + "/" + number % 100,
        Schema.STRING_SCHEMA,
        task + "/" + number,
        null,
        new ConnectHeaders().addLong("read_at", System.nanoTime()));
  }

  private static long number(Map<String, ?> offset) {
    return (Long) java.util.Objects.requireNonNull(offset.get("next"));
  }

  /** Reads on from the number in its offset. */
  public static class NumberTask extends SourceTask {
    protected Script script = new Script();
    protected int task;
    private long next;
    private volatile boolean stopped;

    @Override
    public void start(Map<String, String> props) {
      script = Scripts.script(String.valueOf(props.get("script")));
      task = Integer.parseInt(String.valueOf(props.get("task")));
      next = committedNumber();
      script.starts.add(task + "@" + next);
    }

    private long committedNumber() {
      Map<String, Object> offset = context.offsetStorageReader().offset(partition());
      return offset == null ? 0 : number(offset);
    }

    private Map<String, String> partition() {
      return Map.of("task", Integer.toString(task));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
      script.hook.beforePoll(task, next);
      long end = Math.min(script.available.get(), next + script.batch);
      if (next >= end) {
        do {
          Thread.sleep(1);
        } while (script.blockWhenEmpty && !stopped && next >= script.available.get());
        return script.answersWhenEmpty ? List.of() : null;
      }
      List<SourceRecord> records = new ArrayList<>();
      while (next < end) {
        long number = next++;
        records.add(script.maker.make(partition(), Map.of("next", next), task, number));
      }
      return records;
    }

    @Override
    public void commit() {
      script.committed.put(task, committedNumber());
    }

    @Override
    public void stop() {
      stopped = true;
      script.onStop.run();
      script.stops.incrementAndGet();
    }

    @Override
    public String version() {
      return "1";
    }
  }

  /** Also wants to hear of every single record. */
  public static class ListeningTask extends NumberTask {
    @Override
    public void commitRecord(
        SourceRecord record, org.apache.kafka.clients.producer.@Nullable RecordMetadata metadata) {
      script.acknowledged.add(number(record.sourceOffset()) - 1);
    }
  }
}
