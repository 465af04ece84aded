package io.sluice.connector.postgres.testbed;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** A source over a database of the shared server, as the tests of this module want it. */
public final class TestSource {

  private TestSource() {}

  /** The least settings; the slot is named after the database, so that no two tests share one. */
  public static Map<String, String> config(PostgresDatabase database) {
    PostgresServer server = database.server();
    Map<String, String> config = new HashMap<>();
    config.put("database.hostname", server.host());
    config.put("database.port", Integer.toString(server.port()));
    config.put("database.user", server.user());
    config.put("database.password", server.password());
    config.put("database.dbname", database.name());
    config.put("slot.name", slot(database));
    config.put("topic.prefix", "srv");
    config.put("poll.interval.ms", "50");
    return config;
  }

  public static SourceTaskHarness start(PostgresDatabase database, String... settings) {
    return new SourceTaskHarness(PostgresConnector::new, config(database, settings)).start();
  }

  public static Map<String, String> config(PostgresDatabase database, String... settings) {
    Map<String, String> config = config(database);
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    return config;
  }

  public static String slot(PostgresDatabase database) {
    return "slot_" + database.name();
  }

  /**
   * Waits until the snapshot is through and changes come by the stream. A slot is active while it
   * is being made, too, but by an ordinary session.
   */
  public static void awaitStreaming(PostgresDatabase database) {
    org.awaitility.Awaitility.await()
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_replication_slots s JOIN pg_stat_replication r ON"
                            + " r.pid = s.active_pid WHERE slot_name = '"
                            + slot(database)
                            + "'")
                    == 1);
  }

  /** Waits until there is a slot, so that what changes from now on is streamed. */
  public static void awaitSlot(PostgresDatabase database) {
    org.awaitility.Awaitility.await()
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '"
                            + slot(database)
                            + "'")
                    == 1);
  }

  /** Whether changes come by the stream. */
  public static boolean isStreaming(PostgresDatabase database) {
    return database.number(
            "SELECT count(*) FROM pg_replication_slots WHERE active AND slot_name = '"
                + slot(database)
                + "'")
        == 1;
  }

  /** Tests leave no slot behind: the shared server has a limited number. */
  public static void dropSlot(PostgresDatabase database) {
    database.sql(
        "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active AND"
            + " slot_name = '"
            + slot(database)
            + "'");
    org.awaitility.Awaitility.await()
        .ignoreExceptions() // Its session may still be on its way out.
        .untilAsserted(
            () ->
                database.sql(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                        + " slot_name = '"
                        + slot(database)
                        + "'"));
  }

  /** Whether a record carries a position and nothing else. */
  public static boolean isMark(SourceRecord record) {
    return record.topic().startsWith("__debezium-heartbeat");
  }

  /** Whether nothing is left to be read but changes. Asked of few records: maps are made for it. */
  public static boolean tellsThatAllIsRead(SourceRecord record) {
    if (isMark(record)) {
      Map<String, ?> offset = record.sourceOffset();
      return !offset.containsKey("snapshot")
          && !offset.containsKey("incremental_snapshot_collections");
    }
    return record.value() instanceof Struct value
        && value.schema().field("source") != null
        && "last".equals(value.getStruct("source").getString("snapshot"));
  }

  /** Polls until a record fits and nothing is left to be read but changes. */
  public static List<SourceRecord> pollToTheEnd(
      SourceTaskHarness source, Predicate<SourceRecord> last) {
    List<SourceRecord> records = new ArrayList<>(source.pollUntil(last));
    if (isReading(records)) {
      records.addAll(source.pollUntil(TestSource::tellsThatAllIsRead));
    }
    return records;
  }

  /** Whether the last of them tells that something is to be read beside the stream. */
  public static boolean isReading(List<SourceRecord> records) {
    return records
        .get(records.size() - 1)
        .sourceOffset()
        .containsKey("incremental_snapshot_collections");
  }

  /** Polls until there are that many records that are no marks, and gives these. */
  public static List<SourceRecord> poll(SourceTaskHarness source, int atLeast) {
    List<SourceRecord> records = new ArrayList<>();
    while (records.size() < atLeast) {
      records.addAll(rows(source.poll(1)));
    }
    return records;
  }

  /** Those that are no marks. */
  public static List<SourceRecord> rows(List<SourceRecord> records) {
    return records.stream().filter(r -> !isMark(r)).toList();
  }

  public static Struct after(SourceRecord record) {
    return ((Struct) record.value()).getStruct("after");
  }

  public static String op(SourceRecord record) {
    return record.value() == null ? "tombstone" : ((Struct) record.value()).getString("op");
  }
}
