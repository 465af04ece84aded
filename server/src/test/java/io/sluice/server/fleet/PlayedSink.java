package io.sluice.server.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Goes through what happens to sinks: what is in {@code plays}, one of {@link Part}. */
public final class PlayedSink extends SinkConnector {
  /** What happens to it. */
  enum Part {
    /** Takes whatever it is put. */
    TAKES,
    /** Takes a third of a second for each put. */
    SLOW,
    /** Does not come back from a put, once something is committed. */
    HANGS,
    /** Does not come back from the second commit. */
    HANGS_IN_COMMIT,
    /** Its server is away. */
    AWAY,
    /** Each put fails. */
    BROKEN,
    /** Refuses one record of ten. */
    PICKY
  }

  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return PlayedTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(config);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define("plays", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "What happens.");
  }

  @Override
  public String version() {
    return "1";
  }

  /** Its only task. */
  public static final class PlayedTask extends SinkTask {
    private Part part = Part.TAKES;
    private boolean put;
    private boolean committed;

    @Override
    public void start(Map<String, String> props) {
      part = Part.valueOf(String.valueOf(props.get("plays")));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      if (records.isEmpty()) {
        return;
      }
      put = true;
      switch (part) {
        case TAKES, HANGS_IN_COMMIT -> {}
        case SLOW -> sleep(300);
        case HANGS -> {
          if (committed) {
            sleep(Integer.MAX_VALUE);
          }
        }
        case AWAY -> throw new RetriableException("the server does not answer");
        case BROKEN -> throw new ConnectException("the printer is on fire");
        case PICKY ->
            records.stream()
                .filter(record -> String.valueOf(record.value()).endsWith("7"))
                .forEach(
                    record ->
                        context
                            .errantRecordReporter()
                            .report(record, new ConnectException("sevens do not fit")));
      }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> current) {
      if (committed && part == Part.HANGS_IN_COMMIT) {
        sleep(Integer.MAX_VALUE);
      }
      committed = put;
      return current;
    }

    private static void sleep(int millis) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException called) {
        throw new ConnectException("called away", called);
      }
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
