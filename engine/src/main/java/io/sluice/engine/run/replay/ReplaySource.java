package io.sluice.engine.run.replay;

import io.sluice.engine.source.BoundedReading;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters.Identified;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** A source that hands out dead letters, once each, and then says that it is at its end. */
final class ReplaySource extends SourceConnector {
  private static final int BATCH = 500;

  /** A letter to hand out. */
  record Letter(long id, ConnectRecord<?> record) {}

  /** Why one failed again. */
  record Error(String type, String message) {}

  /** Letters of one replay, and what became of each. Thread-safe. */
  static final class Letters {
    private final List<Letter> letters;
    private final String replay = UUID.randomUUID().toString();
    private final Map<String, Error> refusedAt = new HashMap<>();
    private final Set<Long> arrived = new TreeSet<>();
    private final Map<Long, Error> failed = new TreeMap<>();

    Letters(List<Letter> letters) {
      this.letters = List.copyOf(letters);
    }

    /** Transforms or sinks refused records again; none of them makes a letter of its own. */
    synchronized int refused(List<Identified> again) {
      for (Identified identified : again) {
        DeadLetter one = identified.letter();
        String place =
            one.stage() == DeadLetter.Stage.SINK
                ? place(one.topic(), one.partition(), one.offset())
                : String.valueOf(one.sourceOffset());
        refusedAt.put(place, new Error(one.errorClass(), one.errorMessage()));
      }
      return 0;
    }

    /** The engine is through with a letter: it is durable in the sinks, dropped, or refused. */
    private synchronized void done(int number, @Nullable RecordMetadata at) {
      long id = letters.get(number).id();
      String bySink = at == null ? "" : place(at.topic(), at.partition(), at.offset());
      String byTransform = CanonicalJson.write(offset(number));
      Error error = refusedAt.getOrDefault(bySink, refusedAt.get(byTransform));
      if (error == null) {
        arrived.add(id);
      } else {
        failed.put(id, error);
      }
    }

    synchronized Set<Long> arrived() {
      return new TreeSet<>(arrived);
    }

    synchronized Map<Long, Error> failed() {
      return new TreeMap<>(failed);
    }

    private Map<String, Object> offset(int number) {
      return Map.of("replay", replay, "handed", number + 1L);
    }

    private static String place(
        @Nullable String topic, @Nullable Integer partition, @Nullable Long offset) {
      return topic + "-" + partition + "@" + offset;
    }
  }

  @Override
  public void start(Map<String, String> props) {}

  @Override
  public Class<? extends Task> taskClass() {
    return ReplayTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(Map.of());
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(
            BoundedReading.SETTING,
            ConfigDef.Type.BOOLEAN,
            false,
            ConfigDef.Importance.LOW,
            "Always: letters are counted");
  }

  @Override
  public String version() {
    return "1";
  }

  /** Hands out the letters that no checkpoint of this replay covers. */
  static final class ReplayTask extends SourceTask {
    private static final Map<String, String> PARTITION = Map.of("letters", "all");

    private final Letters letters;
    private int next;

    ReplayTask(Letters letters) {
      this.letters = letters;
    }

    @Override
    public void start(Map<String, String> props) {
      Map<String, Object> offset = context.offsetStorageReader().offset(PARTITION);
      boolean ofThis = offset != null && letters.replay.equals(offset.get("replay"));
      next = ofThis && offset.get("handed") instanceof Long handed ? handed.intValue() : 0;
    }

    @Override
    public List<SourceRecord> poll() {
      List<SourceRecord> records = new ArrayList<>();
      int all = letters.letters.size();
      for (int end = Math.min(all, next + BATCH); next < end; next++) {
        ConnectRecord<?> letter = letters.letters.get(next).record();
        records.add(
            new SourceRecord(
                PARTITION,
                letters.offset(next),
                letter.topic(),
                null,
                letter.keySchema(),
                letter.key(),
                letter.valueSchema(),
                letter.value(),
                letter.timestamp(),
                letter.headers()));
      }
      if (next == all) {
        records.add(endOfStream());
      }
      return records;
    }

    private SourceRecord endOfStream() {
      Headers headers = new ConnectHeaders().addBoolean(BoundedReading.END_OF_STREAM, true);
      return new SourceRecord(
          PARTITION,
          letters.offset(next - 1),
          "letters",
          null,
          null,
          null,
          Schema.BOOLEAN_SCHEMA,
          true,
          null,
          headers);
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
      if (record.sourceOffset().get("handed") instanceof Long handed) {
        letters.done(handed.intValue() - 1, metadata);
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
