package io.sluice.cli.setup;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A connector as others publish it: one setting, and as many numbers as it says. */
public final class AcmeSource extends SourceConnector {
  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return "of the class";
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define("count", ConfigDef.Type.INT, 3, ConfigDef.Importance.HIGH, "How many numbers.")
        .define("broken", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.HIGH, "Give none.");
  }

  @Override
  public void start(Map<String, String> props) {
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return Numbers.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  /** Its task. */
  public static final class Numbers extends SourceTask {
    private int left;
    private int next;
    private boolean broken;

    @Override
    public String version() {
      return "of the class";
    }

    @Override
    public void start(Map<String, String> props) {
      left = Integer.parseInt(props.getOrDefault("count", "3"));
      broken = Boolean.parseBoolean(props.get("broken"));
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      if (broken) {
        throw new RetriableException("the log of changes is switched off");
      }
      if (next >= left) {
        Thread.sleep(50); // as a source that has nothing to give waits
        return List.of();
      }
      next++;
      return List.of(
          new SourceRecord(
              Map.of("of", "acme"),
              Map.of("next", next),
              "numbers",
              Schema.INT32_SCHEMA,
              next,
              Schema.STRING_SCHEMA,
              "value-" + next));
    }

    @Override
    public void stop() {}
  }
}
