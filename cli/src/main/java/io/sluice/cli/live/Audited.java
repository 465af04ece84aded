package io.sluice.cli.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.pipeline.Pipeline;
import io.sluice.project.query.RowDeletion;
import io.sluice.project.query.SinkDatabase;
import io.sluice.project.signal.SourceSignals;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import io.sluice.state.history.AuditedWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What commands do to one pipeline beyond the state, wherever they do it: each is in the audit log
 * before it is done, and not done where it cannot be noted. Thread-safe.
 */
public final class Audited {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final Audit audit;
  private final String who;
  private final String pipeline;

  /**
   * @param who does it
   */
  public Audited(Audit audit, String who, String pipeline) {
    this.audit = audit;
    this.who = who;
    this.pipeline = pipeline;
  }

  /** Done by the user of this process. */
  public static Audited byUser(Audit audit, String pipeline) {
    return new Audited(audit, user(), pipeline);
  }

  /** The user of this process. */
  public static String user() {
    return System.getProperty("user.name", "unknown");
  }

  /**
   * Hands the pipeline's source a signal.
   *
   * @param data an object, JSON
   * @throws IllegalArgumentException if it is none
   */
  public void signal(String id, String type, String data) {
    String after = CanonicalJson.write(Map.of("signal", id, "type", type, "data", object(data)));
    new AuditedChange(who, AuditAction.PIPELINE_SIGNAL, pipeline, "", after, "")
        .in(audit, () -> SourceSignals.send(pipeline, id, type, data));
  }

  private static Map<String, Object> object(String json) {
    try {
      return JSON.readValue(json, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("data: expected an object of JSON", e);
    }
  }

  /**
   * Deletes rows in the database of a sink; the log has how many were meant, and none of them.
   *
   * @return how many rows there were
   */
  public long delete(String sink, SinkDatabase database, RowDeletion rows) throws SQLException {
    Map<String, Object> meant =
        Map.of("sink", sink, "table", rows.table(), "keys", rows.keys().size());
    AtomicLong deleted = new AtomicLong();
    new AuditedWork(who, AuditAction.ROWS_DELETE, pipeline, CanonicalJson.write(meant), "")
        .<SQLException>in(
            audit,
            () -> {
              try (Connection connection = database.connectBesideTheSink()) {
                deleted.set(rows.run(connection, database.kind()));
              }
            },
            () -> CanonicalJson.write(Map.of("deleted", deleted.get())));
    return deleted.get();
  }

  /** Hands out the letters of a replay part by part; an empty part is behind the last. */
  public interface Parts {
    List<Long> next();
  }

  /**
   * Sends letters of a pipeline that runs direct through it again.
   *
   * @param meant how many they are
   * @param signature the kind of error that they are of; null if that was not said
   */
  public ReplayOutcome replay(
      DirectEngine engine, Pipeline version, Parts parts, long meant, @Nullable String signature)
      throws InterruptedException {
    List<Long> replayed = new ArrayList<>();
    List<Long> failedAgain = new ArrayList<>();
    replay(meant, signature)
        .<InterruptedException>in(
            audit,
            () -> {
              for (List<Long> part = parts.next(); !part.isEmpty(); part = parts.next()) {
                engine.replay(
                    version,
                    part,
                    who,
                    settled -> {
                      replayed.addAll(settled.replayed());
                      failedAgain.addAll(settled.failedAgain());
                    });
              }
            },
            () -> replayed(replayed.size(), failedAgain.size()));
    return new ReplayOutcome(replayed, failedAgain);
  }

  /** A replay that is to be noted, whatever does it. */
  public AuditedWork replay(long meant, @Nullable String signature) {
    return letters(AuditAction.DEAD_LETTERS_REPLAY, meant, signature, "");
  }

  /** What became of the letters of a replay, for the log. */
  public static String replayed(long arrived, long failedAgain) {
    return CanonicalJson.write(Map.of("replayed", arrived, "failed_again", failedAgain));
  }

  /** A purge in topics that is to be noted. */
  public AuditedWork purge(long meant, @Nullable String signature, String reason) {
    return letters(AuditAction.DEAD_LETTERS_PURGE, meant, signature, reason);
  }

  /** How many letters are purged, for the log. */
  public static String purged(long letters) {
    return CanonicalJson.write(Map.of("purged", letters));
  }

  private AuditedWork letters(
      AuditAction action, long meant, @Nullable String signature, String reason) {
    Map<String, Object> before = new TreeMap<>(Map.of("letters", meant));
    if (signature != null) {
      before.put("signature", signature);
    }
    return new AuditedWork(who, action, pipeline, CanonicalJson.write(before), reason);
  }
}
