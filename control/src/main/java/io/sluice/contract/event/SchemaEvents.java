package io.sluice.contract.event;

import io.sluice.contract.event.SchemaEvent.Ruling;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The decisions of contracts in the state database: a row for each, and no more than so many for a
 * pipeline. May be used from any thread and by any number of processes.
 */
public final class SchemaEvents implements Decisions {
  /** So many are kept for a pipeline; those that were made longest ago go (invariant 6). */
  static final int KEPT = 10_000;

  private static final String ALL =
      "select id, pipeline, run, topic, subject, decision, because, shape, from_version,"
          + " to_version, details, schema_type, schema_text, source_partition, source_offset,"
          + " first_at, last_at, times, records from contract_event";

  private final Storage storage;
  private final Clock clock;

  /** In this database, whose tables are made if they are missing. */
  public SchemaEvents(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
    storage.install(tables(storage.dialect()));
  }

  private static Schema tables(Storage.Dialect dialect) {
    String script = "io/sluice/contract/event/contract-%s-1.sql";
    return new Schema(
        "contract",
        List.of(String.format(Locale.ROOT, script, dialect.name().toLowerCase(Locale.ROOT))),
        SchemaEvents.class.getClassLoader());
  }

  @Override
  public long note(Ruling ruling) {
    long now = clock.millis();
    return storage.write(
        Durability.NOW,
        connection -> {
          long id = upsert(connection, ruling, now);
          Sql.update(
              connection,
              "delete from contract_event where id in (select id from contract_event"
                  + " where pipeline = ? order by last_at desc, id desc limit ? offset ?)",
              ruling.pipeline(),
              Long.MAX_VALUE,
              KEPT);
          return id;
        });
  }

  @Override
  public boolean isKnown(String pipeline, String topic, String subject, String shape, int version) {
    return storage.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select 1 from contract_event where pipeline = ? and topic = ? and subject = ?"
                      + " and shape = ? and to_version = ? and decision in ('ACCEPTED',"
                      + " 'REGISTERED')")) {
            select.setString(1, pipeline);
            select.setString(2, topic);
            select.setString(3, subject);
            select.setString(4, shape);
            select.setInt(5, version);
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  @Override
  public void count(Map<Long, Long> records) {
    if (records.isEmpty()) {
      return;
    }
    long now = clock.millis();
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update contract_event set records = records + ?, last_at = ? where id = ?")) {
            for (Map.Entry<Long, Long> one : records.entrySet()) {
              update.setLong(1, one.getValue());
              update.setLong(2, now);
              update.setLong(3, one.getKey());
              update.addBatch();
            }
            return update.executeBatch().length;
          }
        });
  }

  /** Newest first; of all pipelines if the name is empty, with those of the pipeline's replays. */
  public List<SchemaEvent> list(String pipeline, int limit) {
    return query(
        ALL + " where ? = '' or pipeline in (?, ?) order by last_at desc, id desc limit ?",
        select -> {
          select.setString(1, pipeline);
          select.setString(2, pipeline);
          select.setString(3, pipeline + ".replay");
          select.setInt(4, limit);
        });
  }

  /** The event of that number. */
  public Optional<SchemaEvent> find(long id) {
    return query(ALL + " where id = ?", select -> select.setLong(1, id)).stream().findFirst();
  }

  /** What somebody may have to do something about since then, newest first. */
  public List<SchemaEvent> troubles(String pipeline, Instant since) {
    return query(
        ALL
            + " where pipeline = ? and last_at >= ?"
            + " and decision in ('FROZEN', 'DEAD_LETTER', 'STOPPED')"
            + " order by last_at desc, id desc",
        select -> {
          select.setString(1, pipeline);
          select.setLong(2, since.toEpochMilli());
        });
  }

  /**
   * What was decided about a subject, newest first.
   *
   * @param limit how many at most
   */
  public List<SchemaEvent> ofSubject(String subject, int limit) {
    return query(
        ALL + " where subject = ? order by last_at desc, id desc limit ?",
        select -> {
          select.setString(1, subject);
          select.setInt(2, limit);
        });
  }

  /**
   * What somebody may have to do something about, of all pipelines, newest first.
   *
   * @param limit how many at most
   */
  public List<SchemaEvent> latestTroubles(int limit) {
    return query(
        ALL
            + " where decision in ('FROZEN', 'DEAD_LETTER', 'STOPPED')"
            + " order by last_at desc, id desc limit ?",
        select -> select.setInt(1, limit));
  }

  /** Which pipelines brought schemas of which subjects, in the order of both names. */
  public List<SchemaUse> uses() {
    return storage.read(
        connection -> {
          List<SchemaUse> uses = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select subject, pipeline, max(last_at) as at, max(case when decision in"
                          + " ('FROZEN', 'DEAD_LETTER', 'STOPPED') then last_at end) as trouble"
                          + " from contract_event group by subject, pipeline"
                          + " order by subject, pipeline");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              long trouble = row.getLong("trouble");
              uses.add(
                  new SchemaUse(
                      row.getString("subject"),
                      row.getString("pipeline"),
                      Instant.ofEpochMilli(row.getLong("at")),
                      trouble == 0
                          ? Optional.empty()
                          : Optional.of(Instant.ofEpochMilli(trouble))));
            }
          }
          return uses;
        });
  }

  private static long upsert(Connection connection, Ruling ruling, long now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into contract_event (pipeline, run, topic, subject, decision, because, shape,"
                + " from_version, to_version, details, schema_type, schema_text,"
                + " source_partition, source_offset, first_at, last_at, times, records)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0)"
                + " on conflict (pipeline, topic, subject, decision, shape) do update set"
                + " run = excluded.run, because = excluded.because,"
                + " from_version = excluded.from_version, to_version = excluded.to_version,"
                + " details = excluded.details, last_at = excluded.last_at,"
                + " times = contract_event.times + 1"
                + " returning id")) {
      WrittenSchema schema = ruling.schema();
      insert.setString(1, ruling.pipeline());
      if (ruling.run().isPresent()) {
        insert.setLong(2, ruling.run().getAsLong());
      } else {
        insert.setNull(2, Types.BIGINT);
      }
      insert.setString(3, ruling.topic());
      insert.setString(4, ruling.subject());
      insert.setString(5, ruling.kind().name());
      insert.setString(6, ruling.because());
      insert.setString(7, ruling.shape());
      version(insert, 8, ruling.fromVersion());
      version(insert, 9, ruling.toVersion());
      insert.setString(10, oneText(ruling.details()));
      insert.setString(11, schema == null ? null : schema.type());
      insert.setString(12, schema == null ? null : schema.text());
      insert.setString(13, ruling.position().partition().orElse(null));
      insert.setString(14, ruling.position().offset().orElse(null));
      insert.setLong(15, now);
      insert.setLong(16, now);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static String oneText(List<String> details) {
    return String.join(
        EventRow.SEPARATOR,
        details.stream().map(detail -> detail.replace(EventRow.SEPARATOR, " ")).toList());
  }

  private static void version(PreparedStatement insert, int at, OptionalInt version)
      throws SQLException {
    if (version.isPresent()) {
      insert.setInt(at, version.getAsInt());
    } else {
      insert.setNull(at, Types.INTEGER);
    }
  }

  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement select) throws SQLException;
  }

  private List<SchemaEvent> query(String sql, Parameters parameters) {
    return storage.read(
        connection -> {
          List<SchemaEvent> events = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            parameters.set(select);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                events.add(EventRow.read(row));
              }
            }
          }
          return events;
        });
  }
}
