package io.sluice.server.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Goes through what happens to sources: what is in {@code plays}, one of {@link Part}. */
public final class PlayedSource extends SourceConnector {
  /** What happens to it. */
  enum Part {
    /** Three records, then nothing. */
    QUIET,
    /** Never any record. */
    EMPTY,
    /** One record after the other. */
    STEADY,
    /** Now and then one that only says that it is there. */
    HEARTBEAT,
    /** As many as are taken. */
    FLOOD,
    /** Three records, then its server is away. */
    LOST,
    /** Its server is away from the beginning. */
    AWAY,
    /** Each call fails. */
    BROKEN,
    /** It holds what it cannot read. */
    UNREADABLE,
    /** It does not come back from its start. */
    HANGS,
    /** Its clock is an hour ahead of ours. */
    AHEAD,
    /** Its clock is an hour behind ours. */
    BEHIND
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
  public static final class PlayedTask extends SourceTask {
    private static final long FEW = 3;

    private Part part = Part.QUIET;
    private long given;

    @Override
    public void start(Map<String, String> props) {
      part = Part.valueOf(String.valueOf(props.get("plays")));
      Map<String, Object> offset = context.offsetStorageReader().offset(Map.of("of", "it"));
      given = offset == null ? 0 : Long.parseLong(String.valueOf(offset.get("given")));
      while (part == Part.HANGS) {
        nap(10);
      }
    }

    @Override
    public @Nullable List<SourceRecord> poll() {
      return switch (part) {
        case QUIET -> given < FEW ? give(1, Duration.ZERO) : nothing();
        case EMPTY, HANGS -> nothing();
        case STEADY -> steady(Duration.ZERO);
        case HEARTBEAT -> {
          nap(500);
          yield give(1, Duration.ZERO);
        }
        case FLOOD -> give(100, Duration.ZERO);
        case LOST, AWAY -> {
          if (part == Part.LOST && given < FEW) {
            yield give(1, Duration.ZERO);
          }
          nap(5);
          throw new RetriableException("the server does not answer");
        }
        case BROKEN -> throw new ConnectException("the pipe is broken");
        case UNREADABLE -> throw new DataException("a value of no type");
        case AHEAD -> steady(Duration.ofHours(1));
        case BEHIND -> steady(Duration.ofHours(-1));
      };
    }

    private static @Nullable List<SourceRecord> nothing() {
      nap(10);
      return null;
    }

    private List<SourceRecord> steady(Duration clock) {
      nap(20);
      return give(1, clock);
    }

    private List<SourceRecord> give(int records, Duration clock) {
      long at = Instant.now().plus(clock).toEpochMilli();
      long from = given;
      given += records;
      return LongStream.range(from, given).mapToObj(number -> record(number, at)).toList();
    }

    private static SourceRecord record(long number, long at) {
      return new SourceRecord(
          Map.of("of", "it"),
          Map.of("given", number + 1),
          "numbers",
          null,
          Schema.STRING_SCHEMA,
          Long.toString(number),
          Schema.STRING_SCHEMA,
          Long.toString(number),
          at);
    }

    private static void nap(int millis) {
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
