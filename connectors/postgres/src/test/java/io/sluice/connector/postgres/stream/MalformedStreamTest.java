package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.handover.Handover;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.incremental.ConnectionOpener;
import io.sluice.connector.postgres.incremental.IncrementalSnapshot;
import io.sluice.connector.postgres.notification.Notifications;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.signal.Beside;
import io.sluice.connector.postgres.signal.Signals;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A server's own messages of every kind, of transactions sent whole and sent while they are open,
 * cut off, made longer and changed: what cannot be read is an error that names its position in the
 * log, and never a hang or another error.
 */
@Timeout(120)
class MalformedStreamTest {

  /** These have nothing that is read. */
  private static final Set<Character> EMPTY = Set.of('E', 'Y');

  private record Sent(long start, byte[] bytes) {
    char type() {
      return (char) bytes[0];
    }
  }

  private static PostgresServer server;
  private static PostgresDatabase database;
  private static Map<String, List<Sent>> streams;
  private static Connection sql;
  private static Setup setup;

  @TempDir Path folder;

  @BeforeAll
  static void recordAndConnect() throws SQLException {
    server = PostgresServer.start(Map.of("debug_logical_replication_streaming", "immediate"));
    database = server.newDatabase();
    streams = record();
    PostgresConfig config = config();
    sql = new Connections(config).sql();
    setup = setup(config);
  }

  private static Map<String, List<Sent>> record() throws SQLException {
    database.sql(
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        "CREATE TABLE t(id int PRIMARY KEY, name text, n numeric(10,2), d timestamptz, a int[], m"
            + " mood)",
        "CREATE TABLE f(id int PRIMARY KEY, name text)",
        "ALTER TABLE f REPLICA IDENTITY FULL",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "SELECT pg_replication_origin_create('elsewhere')",
        "SELECT pg_create_logical_replication_slot('recorded', 'pgoutput')");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_replication_origin_session_setup('elsewhere')");
      connection.setAutoCommit(false);
      statement.execute("SELECT pg_logical_emit_message(false, 'prefix', 'alone')");
      statement.execute("SELECT pg_replication_origin_xact_setup('0/1234', now())");
      statement.execute("INSERT INTO t VALUES (1, 'a', 1.25, now(), '{1,2}', 'sad')");
      statement.execute("SAVEPOINT s");
      statement.execute("INSERT INTO t VALUES (2, 'b', 2.25, now(), '{}', 'glad')");
      statement.execute("ROLLBACK TO s");
      statement.execute("UPDATE t SET name = 'c'");
      statement.execute("UPDATE t SET id = 3");
      statement.execute("INSERT INTO f VALUES (1, 'full')");
      statement.execute("UPDATE f SET name = 'fuller'");
      statement.execute("SELECT pg_logical_emit_message(true, 'prefix', 'content')");
      statement.execute("DELETE FROM t");
      statement.execute("DELETE FROM f");
      statement.execute("TRUNCATE t, f");
      connection.commit();
      return Map.of(
          "whole", recorded(statement, "'proto_version', '1'"),
          "open", recorded(statement, "'proto_version', '2', 'streaming', 'on'"));
    }
  }

  private static PostgresConfig config() {
    Map<String, String> settings =
        TestSource.config(database, "publication.name", "p", "skipped.operations", "none");
    settings.put("database.port", Integer.toString(server.port()));
    return new PostgresConfig(settings);
  }

  private static Setup setup(PostgresConfig config) throws SQLException {
    try (Connection replicating = new Connections(config).replication()) {
      ServerState state = ServerState.of(sql, replicating);
      return new Setup(
          config,
          Map.of("server", "srv"),
          new SourceBlock("test", "srv", database.name()),
          new TableFormats(config),
          new HandClock(),
          state.version(),
          false,
          state.lineage(),
          KnownTables.of(List.of()));
    }
  }

  private static List<Sent> recorded(Statement statement, String options) throws SQLException {
    List<Sent> sent = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT lsn::text, data FROM pg_logical_slot_peek_binary_changes('recorded', NULL,"
                + " NULL, "
                + options
                + ", 'publication_names', 'p', 'messages', 'true', 'binary', 'true')")) {
      while (rows.next()) {
        sent.add(new Sent(LogSequenceNumber.valueOf(rows.getString(1)).asLong(), rows.getBytes(2)));
      }
    }
    return sent;
  }

  @AfterAll
  static void stop() throws SQLException {
    sql.close();
    server.close();
  }

  @Test
  void every_kind_of_message_is_tried() {
    assertThat(kinds("whole")).containsExactly('B', 'C', 'D', 'I', 'M', 'O', 'R', 'T', 'U', 'Y');
    assertThat(kinds("open")).contains('A', 'E', 'S', 'c');
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "open"})
  void what_was_recorded_is_read(String stream) throws SQLException {
    assertThat(read(messages(stream))).hasSize(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "open"})
  void a_message_that_is_cut_off_or_too_long_is_an_error_with_its_position(String stream) {
    List<Sent> messages = messages(stream);
    for (int i = 0; i < messages.size(); i++) {
      Sent whole = messages.get(i);
      if (EMPTY.contains(whole.type())) {
        continue;
      }
      // Of an abort newer servers may send more than is read.
      for (int length = 1; length <= whole.bytes().length + 1; length++) {
        if (length == whole.bytes().length
            || whole.type() == 'A' && length > whole.bytes().length) {
          continue;
        }
        List<Sent> cut = new ArrayList<>(messages);
        cut.set(i, new Sent(whole.start(), Arrays.copyOf(whole.bytes(), length)));
        assertThatThrownBy(() -> read(cut))
            .as("message %d, %s, of %d bytes", i, whole.type(), length)
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining(LogSequenceNumber.valueOf(whole.start()).asString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "open"})
  void a_message_with_another_byte_is_read_or_an_error_of_ours(String stream) {
    long seed = Long.getLong("malformed.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Sent> messages = messages(stream);
    for (int i = 0; i < 1_000; i++) {
      List<Sent> changed = new ArrayList<>(messages);
      int which = random.nextInt(messages.size());
      Sent whole = messages.get(which);
      byte[] bytes = whole.bytes().clone();
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1);
      changed.set(which, new Sent(whole.start(), bytes));
      try {
        read(changed);
      } catch (ConnectException told) {
        assertThat(told).hasMessageContaining("log position");
      } catch (Exception other) {
        throw new AssertionError(
            "with -Dmalformed.seed="
                + seed
                + ": message "
                + which
                + ", "
                + whole.type()
                + ", byte "
                + at
                + " made "
                + bytes[at],
            other);
      }
    }
  }

  private static Set<Character> kinds(String stream) {
    Set<Character> kinds = new TreeSet<>();
    messages(stream).forEach(sent -> kinds.add(sent.type()));
    return kinds;
  }

  private static List<Sent> messages(String stream) {
    return java.util.Objects.requireNonNull(streams.get(stream));
  }

  private List<SourceRecord> read(List<Sent> messages) throws SQLException {
    PostgresConfig config = setup.config();
    Position from = Position.of(Map.of());
    Handover handover = new Handover(10_000, 10_000, Long.MAX_VALUE);
    RecordSink sink = new RecordSink(handover, 10_000, Long.MAX_VALUE, () -> {}, () -> {});
    IncrementalSnapshot nothing =
        new IncrementalSnapshot(
            setup, from.reads(), new NothingBeside(), sql, sink, () -> {}, e -> false);
    Beside beside =
        new Beside(
            nothing,
            new Signals(config.signals(), "test", "srv", nothing, Map::of, () -> -1),
            true,
            new Notifications(config.notifying(), "srv", setup.partition(), setup.clock()),
            0,
            told -> {},
            new Forgetful());
    ChangeReader changes =
        new ChangeReader(
            setup,
            new Relations(
                config.selection(),
                setup.formats(),
                new Catalog(sql, config.selection()),
                SnapshotLedger.EMPTY,
                beside),
            from,
            beside,
            sink,
            new SlotProgress());
    try (OpenTransactions open =
        new OpenTransactions(changes, new Spool.Space(folder, 1 << 20), () -> true)) {
      for (Sent sent : messages) {
        open.take(ByteBuffer.wrap(sent.bytes()), sent.start());
      }
    }
    sink.flush();
    List<SourceRecord> all = new ArrayList<>();
    for (List<SourceRecord> batch = taken(handover); batch != null; batch = taken(handover)) {
      all.addAll(batch);
    }
    return all;
  }

  private static @org.jspecify.annotations.Nullable List<SourceRecord> taken(Handover handover) {
    try {
      return handover.take(TimeUnit.MILLISECONDS.toMillis(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Forgetful implements Beside.Memory {
    @Override
    public void changed(StreamOffset place) {}

    @Override
    public void allRead() {}

    @Override
    public void tell(StreamOffset place) {}
  }

  private static final class NothingBeside implements ConnectionOpener {

    @Override
    public Connection open() throws SQLException {
      throw new SQLException("nothing is read beside");
    }

    @Override
    public void close(Connection connection) {}
  }
}
