package io.sluice.connector.postgres;

import io.sluice.connector.postgres.StartingPoint.Start;
import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.GuardrailSettings;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.event.Names;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.feed.ChangeFeed;
import io.sluice.connector.postgres.handover.Handover;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.incremental.ConnectionOpener;
import io.sluice.connector.postgres.incremental.IncrementalSnapshot;
import io.sluice.connector.postgres.notification.Notifications;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.signal.Beside;
import io.sluice.connector.postgres.signal.Signals;
import io.sluice.connector.postgres.snapshot.Pace;
import io.sluice.connector.postgres.snapshot.SnapshotHost;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.stream.ServerState;
import io.sluice.connector.postgres.stream.SlotProgress;
import io.sluice.connector.postgres.stream.StreamLostException;
import io.sluice.connector.postgres.stream.StreamReader;
import io.sluice.connector.postgres.watch.PublicationMark;
import io.sluice.connector.postgres.watch.PublicationWatch;
import io.sluice.connector.postgres.watch.SourceWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run over the source on a thread of its own: slot and publication, snapshot, stream. It ends
 * when it is closed, when a bounded run has read all, or by a failure; after a failure a new one is
 * made that begins behind the last record handed out.
 */
final class SourceReader {

  private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);

  private final PostgresConfig config;
  private final RunConnections connections;
  private final Clock clock;
  private final Map<String, String> partition;
  private final @Nullable Position start;
  private final SlotProgress progress;
  private final TaskLedgers ledgers;
  private final Handover handover;
  private final Marks marks;
  private final Notifications notifications;
  private final Thread thread;
  private final SourceWatch watch;

  private volatile boolean stopping;
  private volatile @Nullable Exception failure;
  private boolean slotIsNew;
  private @Nullable StreamReader stream;
  private @Nullable Beside beside;
  private @Nullable TableStage tables;
  private boolean takesUpSnapshot;

  SourceReader(
      PostgresConfig config,
      Clock clock,
      Map<String, String> partition,
      @Nullable Position start,
      SlotProgress progress,
      TaskLedgers ledgers) {
    this.config = config;
    this.ledgers = ledgers;
    this.connections = new RunConnections(config, () -> stopping);
    this.clock = clock;
    this.partition = partition;
    this.start = start;
    this.progress = progress;
    this.handover = new Handover(config.maxBatch(), config.maxQueue(), config.maxQueueBytes());
    this.marks = new Marks(config, partition, clock);
    this.notifications = new Notifications(config.notifying(), config.prefix(), partition, clock);
    this.watch = new SourceWatch(config, this::cut);
    this.thread = new Thread(this::run, "sluice-postgres-" + config.slot());
    thread.setDaemon(true);
    // Static fields of the driver and of our own classes load through the plugin's loader, not the
    // caller's.
    thread.setContextClassLoader(SourceReader.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  Handover handover() {
    return handover;
  }

  /** Whether no further record comes: look at {@link #failure()} then. */
  boolean isDone() {
    return handover.isClosed();
  }

  /** Why it ended, null when it was regular. */
  @Nullable Exception failure() {
    return failure;
  }

  /**
   * Ends the run; waits for the last answer to the server for a short time, then cuts the
   * connections.
   */
  void close(Duration patience) {
    stopping = true;
    handover.close();
    try {
      thread.join(Math.max(1, patience.toMillis()));
      if (thread.isAlive()) {
        cut();
        thread.join(1_000);
      }
    } catch (InterruptedException e) {
      cut();
      Thread.currentThread().interrupt();
    }
  }

  private void cut() {
    connections.cut();
    thread.interrupt();
  }

  private void run() {
    try {
      TaskShare share = config.share();
      if (share == null || share.streams()) {
        read();
      } else {
        readShare(share);
      }
    } catch (CancellationException e) {
      fail(e);
    } catch (StreamLostException e) {
      fail(LostLog.explained(e.sqlCause(), config, progress.durable()));
    } catch (SQLException e) {
      fail(LostLog.explained(e, config, progress.durable()));
    } catch (RuntimeException e) {
      fail(e);
    } catch (OutOfMemoryError e) {
      fail(new HeapFullException("what comes " + place(), e));
    } catch (Error e) {
      // Unheard it would end this thread, and the task would look as if nothing were to be read.
      fail(new ConnectException("Reading the source broke off", e));
    } finally {
      watch.close();
      notifications.close();
      if (beside != null) {
        beside.close();
      }
      if (stream != null) {
        stream.close();
      }
      connections.discardAll();
      if (tables != null) {
        tables.close();
      }
      handover.close();
    }
  }

  private String place() {
    StreamReader reading = stream;
    return reading == null ? "before the stream" : "behind log position " + reading.position();
  }

  private void fail(Exception e) {
    if (!stopping) {
      Exception verdict = watch.verdict();
      failure = verdict == null ? e : verdict;
    }
  }

  private void read() throws SQLException {
    Connection sql = connections.sql();
    Connection replicating = connections.replication();
    ServerState server = ServerState.of(sql, replicating);
    Replication replication = new Replication(config, sql, server.version());
    Catalog catalog = new Catalog(sql, config.selection());
    Map<TableId, Integer> captured = catalog.tables();
    GuardrailSettings.check(config, captured.size());
    new Names(config.names()).meeting(captured.keySet()).forEach(SourceReader::sayMeeting);
    StartingPoint.requireSameLog(config, start, server, replicating);
    Set<TableId> published = published(config, catalog, captured);
    new SlotTurn(config, sql, () -> stopping).await();
    replication.ensurePublication(published);
    PublicationWatch.requireWhole(config, sql);
    Start begin =
        Objects.requireNonNull(
            new StartingPoint(
                    config,
                    replication,
                    server,
                    new LostLog(config, catalog, notifications, this::makeDurable))
                .agree(start, captured, replicating));
    slotIsNew |= begin.slotIsNew();
    Position position = NewTables.planned(begin.position(), captured, catalog, config);
    PublicationMark mark = PublicationMark.of(config, sql, server.version());
    Reads remembered = begin.position().reads();
    List<TableId> leftOut =
        mark.leftOutSince(remembered.publication(), remembered.known(), captured);
    if (config.rereads() && !position.snapshotting()) {
      position = NewTables.again(position, leftOut, captured, catalog);
    }
    watch.start();

    KnownTables earlier = position.snapshotting() ? begin.position().reads().known() : null;
    TaskShare given = config.share();
    // The connector made the slot before it shared the tables out: one made here follows a loss.
    boolean isVoid =
        begin.anew() || begin.slotIsNew() || (given != null && !TaskLedgers.isFor(given, start));
    TaskShare share = isVoid ? null : given;
    if (earlier == null && share != null && !share.first()) {
      earlier = KnownTables.of(List.of()); // Which tables the first snapshot had is not known here.
    }
    Setup setup = setup(server, earlier == null ? KnownTables.of(captured.values()) : earlier);
    RecordSink sink = sink(config.maxBatch(), () -> {});
    long until = Long.MAX_VALUE;
    if (config.bounded()) {
      boolean readOnly = setup.standby() || config.incremental().readOnly();
      until = readOnly ? server.logEnd() : replication.logEnd();
      if (!readOnly) {
        replication.pushLog();
      }
    }
    if (position.snapshotting()) {
      TableStage stage = stage(setup, share);
      if (given != null && share == null) {
        // Rows that they still give out are older than those that are read now.
        stage.awaitOthers(given, SnapshotLedger.parse(given.ledger()));
      }
      SnapshotLedger before = stage.ledger(begin.position(), slotIsNew);
      InterruptedSnapshot rest =
          share == null
              ? InterruptedSnapshot.of(config, server, sql, catalog, before, earlier)
              : InterruptedSnapshot.NONE;
      position = snapshot(position, before, rest, sql);
    }
    if (!config.streams()) {
      until = 0;
    }
    progress.restart();
    position = position.withReads(position.reads().withPublication(mark.toString()));
    Beside companion =
        beside(position, setup, catalog, sql, sink, replication.publishesAllTables());
    beside = companion;
    StreamReader reading =
        new StreamReader(
            setup,
            progress,
            () -> stopping,
            new ChangeFeed(
                setup,
                sql,
                new SlotFeeds(setup, connections, sql, replicating, () -> stopping),
                position.lastCommitLsn()));
    stream = reading;
    StreamOffset end =
        reading.read(
            position, catalog, sql, sink, companion, until, offset -> beat(sql, sink, offset));
    if (!stopping) {
      if (config.bounded()) {
        sink.add(marks.end(end), 0);
      }
      sink.flush();
      LOG.info("Read up to the end: nothing more will come");
      // Stays connected, so that what becomes durable from here on is still confirmed.
      while (!stopping) {
        sink.flush();
        whileFull();
        LockSupport.parkNanos(20_000_000);
      }
    }
    if (stopping && config.getBoolean(Settings.SLOT_DROP)) {
      reading.close();
      replication.dropSlot();
    }
  }

  /** Gives out a record that tells a position, and waits until every sink has what came before. */
  private void makeDurable(Position place) {
    RecordSink sink = sink(1, () -> {});
    sink.add(marks.heartbeat(place.offset(clock.millis() * 1000)), 0);
    sink.flush();
    while (!place.isSameBeginning(progress.durable())) {
      Pace.pause(() -> stopping, TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private Beside beside(
      Position position,
      Setup setup,
      Catalog catalog,
      Connection sql,
      RecordSink sink,
      boolean allPublished) {
    IncrementalSnapshot snapshot =
        new IncrementalSnapshot(
            setup, position.reads(), new Host(), sql, sink, this::whileFull, Failure::passesBeside);
    Signals signals =
        new Signals(
            config.signals(),
            config.connectorName(),
            config.prefix(),
            snapshot,
            catalog::tables,
            () -> {
              Position durable = progress.durable();
              return durable == null ? -1 : durable.reads().changes();
            });
    signals.start();
    return new Beside(
        snapshot,
        signals,
        allPublished,
        notifications,
        position.lastCommitLsn(),
        told -> sink.add(told, 0),
        new Beside.Memory() {
          @Override
          public void changed(StreamOffset place) {
            progress.planned(Position.of(place));
          }

          @Override
          public void allRead() {
            if (takesUpSnapshot) {
              takesUpSnapshot = false;
              notifications.initial("COMPLETED");
            }
          }

          @Override
          public void tell(StreamOffset place) {
            sink.add(marks.heartbeat(place), 0);
          }
        });
  }

  /**
   * @param before what was read before
   * @param rest what of the rest is read beside the stream
   */
  private Position snapshot(
      Position from, SnapshotLedger before, InterruptedSnapshot rest, Connection sql)
      throws SQLException {
    boolean through = false;
    notifications.initial("STARTED");
    try {
      SnapshotLedger read =
          rest.isAll()
              ? before
              : Objects.requireNonNull(tables).read(sql, before, slotIsNew, rest.tables());
      Position behind =
          from.withLedger(read.withTables(rest.tables()))
              .withReads(from.reads().withPlan(from.reads().plan().with(rest.reads())));
      through = true;
      takesUpSnapshot = !rest.reads().isEmpty();
      return behind;
    } finally {
      if (!takesUpSnapshot) {
        notifications.initial(through ? "COMPLETED" : "ABORTED");
      }
    }
  }

  /** The tables whose changes the stream must have. */
  static Set<TableId> published(
      PostgresConfig config, Catalog catalog, Map<TableId, Integer> captured) throws SQLException {
    Set<TableId> published = new LinkedHashSet<>(captured.keySet());
    TableId signals = Signals.tableOf(config.signals());
    if (signals != null && catalog.exists(signals)) {
      published.add(signals);
    }
    return published;
  }

  private static void sayMeeting(String topic, List<TableId> tables) {
    LOG.warn(
        "Tables {} all go to topic {}, which has fewer characters than their names: whoever reads"
            + " it takes rows of one for rows of the other. Leave all but one of them out, rename"
            + " them, or set topic.naming.strategy=SchemaUnicodeTopicNamingStrategy",
        tables,
        topic);
  }

  private Setup setup(ServerState server, KnownTables known) {
    return new Setup(
        config,
        partition,
        new SourceBlock(PostgresConnector.VERSION, config.prefix(), config.database()),
        new TableFormats(config),
        clock,
        server.version(),
        server.standby(),
        server.lineage(),
        known);
  }

  /** What a task does that does not read the stream. */
  private void readShare(TaskShare share) throws SQLException {
    Connection sql = connections.sql();
    Connection replicating = connections.replication();
    KnownTables known = KnownTables.of(new Catalog(sql, config.selection()).tables().values());
    TableStage stage = stage(setup(ServerState.of(sql, replicating), known), share);
    connections.discard(replicating);
    RecordSink sink = sink(config.maxBatch(), () -> {});
    Map<String, Object> end = Position.share(stage.readShare(sql, share), share.plan());
    connections.discard(sql);
    sink.add(config.bounded() ? marks.end(end) : marks.heartbeat(end), 0);
    sink.flush();
    LOG.info("Read our share of the tables: nothing more will come from this task");
    while (!stopping) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private TableStage stage(Setup setup, @Nullable TaskShare share) {
    TableStage stage = new TableStage(setup, new Host(), ledgers, start, share);
    tables = stage;
    return stage;
  }

  private RecordSink sink(int maxBatch, Runnable accepted) {
    return new RecordSink(
        handover, maxBatch, config.maxQueueBytes() / 4, this::whileFull, accepted);
  }

  private void beat(Connection sql, RecordSink sink, StreamOffset offset) {
    String query = config.getString(Settings.HEARTBEAT_QUERY);
    if (query != null && !query.isBlank()) {
      try (Statement statement = sql.createStatement()) {
        statement.execute(query);
      } catch (SQLException e) {
        LOG.warn("{} failed", Settings.HEARTBEAT_QUERY, e);
      }
    }
    sink.add(marks.heartbeat(offset), 0);
    sink.flush();
  }

  private void whileFull() {
    StreamReader reading = stream;
    if (reading != null) {
      reading.answerWhileFull();
    }
  }

  private final class Host implements SnapshotHost, ConnectionOpener {

    @Override
    public Connection open() throws SQLException {
      return connections.copying();
    }

    @Override
    public void close(Connection connection) {
      connections.discard(connection);
    }

    @Override
    public Catalog catalog(Connection connection) {
      return new Catalog(connection, config.selection());
    }

    @Override
    public RecordSink sink(int maxBatch, Runnable accepted) {
      return SourceReader.this.sink(maxBatch, accepted);
    }

    @Override
    public boolean isStopping() {
      return stopping;
    }
  }
}
