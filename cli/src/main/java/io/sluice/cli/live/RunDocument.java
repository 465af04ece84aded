package io.sluice.cli.live;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's status as the document that {@code -o json} prints and the endpoint answers with. The
 * keys are a promise to scripts; durations are in milliseconds, moments in ISO 8601, what is not
 * known is absent.
 */
public final class RunDocument {
  private RunDocument() {}

  /** The document. */
  public static Map<String, Object> of(RunStatus status) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", status.pipeline());
    document.put("state", word(status.state()));
    document.put("started_at", status.startedAt().toString());
    document.put("at", status.at().toString());
    document.put("records", counts(status.counts()));
    put(document, "lag_ms", millis(status.lag()));
    put(document, "freshness_ms", millis(status.freshness()));
    RunStatus.LastCheckpoint checkpoint = status.checkpoint();
    if (checkpoint != null) {
      Map<String, Object> last = new LinkedHashMap<>();
      last.put("epoch", checkpoint.epoch());
      last.put("at", checkpoint.at().toString());
      last.put("records", checkpoint.records());
      document.put("checkpoint", last);
    }
    document.put("sources", sources(status.sourceTasks()));
    document.put("sinks", sinks(status.sinks()));
    document.put("restarts", status.restarts());
    RunError error = status.lastError();
    if (error != null) {
      document.put("last_error", error(status.pipeline(), error));
    }
    put(document, "waits_for", status.waitsFor());
    return document;
  }

  private static Map<String, Object> error(String pipeline, RunError error) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("at", error.at().toString());
    document.put("message", error.message());
    document.put("kind", word(error.fault()));
    document.put("pipeline", pipeline);
    document.put("stage", error.where());
    put(document, "doing", error.doing().isEmpty() ? null : error.doing());
    error
        .record()
        .ifPresent(
            record -> {
              put(document, "dataset", record.dataset());
              put(document, "key_hash", record.keyHash());
              put(document, "position", record.position());
            });
    document.put("cause", error.cause());
    document.put("remedy", error.remedy());
    document.put("page", error.page());
    return document;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  /** A moment in the document's form, or null. */
  static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }

  private static @Nullable Long known(long count) {
    return count == RunStatus.UNKNOWN ? null : count;
  }

  static void put(Map<String, Object> document, String key, @Nullable Object value) {
    if (value != null) {
      document.put(key, value);
    }
  }

  private static Map<String, Object> counts(RunStatus.Counts counts) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("polled", counts.polled());
    document.put("delivered", counts.delivered());
    put(document, "dead_lettered", known(counts.deadLettered()));
    put(document, "filtered", known(counts.filtered()));
    put(document, "in_flight", known(counts.inFlight()));
    return document;
  }

  private static List<Map<String, Object>> sources(List<RunStatus.SourceTaskStatus> tasks) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (RunStatus.SourceTaskStatus task : tasks) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("task", task.task());
      document.put("state", word(task.state()));
      document.put("polled", task.polled());
      document.put("doing", task.doing());
      document.put("busy_for_ms", task.busyFor().toMillis());
      documents.add(document);
    }
    return documents;
  }

  private static List<Map<String, Object>> sinks(List<RunStatus.SinkStatus> sinks) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (RunStatus.SinkStatus sink : sinks) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", sink.name());
      document.put("state", word(sink.state()));
      document.put("delivered", sink.delivered());
      put(document, "dead_lettered", known(sink.deadLettered()));
      put(document, "in_flight", known(sink.inFlight()));
      document.put("epoch", sink.epoch());
      List<Map<String, Object>> tasks = new ArrayList<>();
      for (RunStatus.SinkTaskStatus task : sink.tasks()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("task", task.task());
        one.put("state", word(task.state()));
        one.put("delivered", task.delivered());
        put(one, "dead_lettered", known(task.deadLettered()));
        one.put("waiting", task.waiting());
        one.put("doing", task.doing());
        one.put("busy_for_ms", task.busyFor().toMillis());
        tasks.add(one);
      }
      document.put("tasks", tasks);
      documents.add(document);
    }
    return documents;
  }
}
