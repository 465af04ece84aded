package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.TaskShare;
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
import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.signal.Beside;
import io.sluice.connector.postgres.signal.Signals;
import io.sluice.connector.postgres.snapshot.Pace;
import io.sluice.connector.postgres.snapshot.SnapshotHost;
import io.sluice.connector.postgres.stream.ServerState;
import io.sluice.connector.postgres.stream.StreamReader;
import io.sluice.connector.postgres.watch.SourceWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run over the source does, stage by stage: it agrees with the server on where to begin,
 * reads the tables, then the stream. Belongs to the reading thread, which {@link SourceReader} has
 * and ends.
 */
final class SourceRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final PostgresConfig config;
  private final RunConnections connections;
  private final Clock clock;
  private final TaskPlace place;
  private final Handover handover;
  private final SourceWatch watch;
  private final BooleanSupplier stopping;
  private final Marks marks;
  private final Notifications notifications;

  private volatile boolean reached;
  private boolean takesUpSnapshot;
  private @Nullable TableStage tables;
  private @Nullable Beside beside;
  private @Nullable StreamReader stream;

  /**
   * @param place where the task stands
   * @param watch started here as soon as there is something to be watched, ended by its owner
   * @param stopping whether to give up
   */
  SourceRun(
      PostgresConfig config,
      RunConnections connections,
      Clock clock,
      TaskPlace place,
      Handover handover,
      SourceWatch watch,
      BooleanSupplier stopping) {
    this.config = config;
    this.connections = connections;
    this.clock = clock;
    this.place = place;
    this.handover = handover;
    this.watch = watch;
    this.stopping = stopping;
    this.marks = new Marks(config, place.partition(), clock);
    this.notifications =
        new Notifications(config.notifying(), config.prefix(), place.partition(), clock);
  }

  /**
   * Reads until it is told to stop, also when a bounded run is through: what becomes durable then
   * is still confirmed to the server.
   *
   * @throws CancellationException when it is told to stop while it waits
   */
  void run() throws SQLException {
    TaskShare share = config.share();
    if (config.previewRows() > 0) {
      preview();
    } else if (share == null || share.streams()) {
      read();
    } else {
      readShare(share);
    }
  }

  /** Whether the server has answered, and has what is needed. Any thread. */
  boolean hasReached() {
    return reached;
  }

  /** How far it came, to be put into an error. */
  String place() {
    StreamReader reading = stream;
    return reading == null ? "before the stream" : "behind log position " + reading.position();
  }

  @Override
  public void close() {
    notifications.close();
    if (beside != null) {
      beside.close();
    }
    if (stream != null) {
      stream.close();
    }
    connections.discardAll(); // Threads that still read tables wait for nothing else.
    if (tables != null) {
      tables.close();
    }
  }

  /** The first rows of each table, for who wants to see what would come: nothing is made there. */
  private void preview() throws SQLException {
    Connection sql = connections.sql();
    KnownTables known = KnownTables.of(new Catalog(sql, config.selection()).tables().values());
    TableStage stage = stage(setup(ServerVersion.of(sql), false, Lineage.UNKNOWN, known), null);
    Map<String, Object> end =
        Position.share(stage.read(sql, SnapshotLedger.EMPTY, true, Set.of()), "preview");
    RecordSink sink = sink(config.maxBatch(), () -> {});
    sink.add(marks.end(end), 0);
    sink.flush();
    rest();
  }

  private void read() throws SQLException {
    Connection sql = connections.sql();
    Connection replicating = connections.replication();
    Agreement agreed =
        Agreement.reach(
            config,
            place.start(),
            sql,
            replicating,
            catalog -> new LostLog(config, catalog, notifications, this::makeDurable),
            stopping);
    reached = true;
    watch.start();

    TaskShare given = config.share();
    TaskShare share = agreed.isVoid(given, place.start()) ? null : given;
    KnownTables earlier = agreed.earlier(share);
    Setup setup =
        setup(
            agreed.server(),
            earlier == null ? KnownTables.of(agreed.captured().values()) : earlier);
    long until = end(agreed, setup);
    Position position = agreed.position();
    if (position.snapshotting()) {
      position = readTables(agreed, setup, sql, share, earlier);
    }
    place.progress().restart();
    position = position.withReads(position.reads().withPublication(agreed.mark().toString()));
    stream(agreed, setup, position, sql, replicating, until);
  }

  /** The position in the log at which the run ends by itself. */
  private long end(Agreement agreed, Setup setup) throws SQLException {
    if (!config.bounded()) {
      return config.streams() ? Long.MAX_VALUE : 0;
    }
    boolean readOnly = setup.standby() || config.incremental().readOnly();
    long end = readOnly ? agreed.server().logEnd() : agreed.replication().logEnd();
    if (!readOnly) {
      agreed.replication().pushLog();
    }
    return config.streams() ? end : 0;
  }

  private Position readTables(
      Agreement agreed,
      Setup setup,
      Connection sql,
      @Nullable TaskShare share,
      @Nullable KnownTables earlier)
      throws SQLException {
    TableStage stage = stage(setup, share);
    TaskShare given = config.share();
    if (given != null && share == null) {
      // Rows that the other tasks still give out are older than those that are read now.
      stage.awaitOthers(given, SnapshotLedger.parse(given.ledger()));
    }
    SnapshotLedger before = stage.ledger(agreed.begin().position(), agreed.begin().slotIsNew());
    InterruptedSnapshot rest =
        share == null
            ? InterruptedSnapshot.of(
                config, agreed.server(), sql, agreed.catalog(), before, earlier)
            : InterruptedSnapshot.NONE;
    return snapshot(stage, agreed, before, rest, sql);
  }

  private void stream(
      Agreement agreed,
      Setup setup,
      Position position,
      Connection sql,
      Connection replicating,
      long until)
      throws SQLException {
    RecordSink sink = sink(config.maxBatch(), () -> {});
    Beside companion =
        beside(
            position,
            setup,
            agreed.catalog(),
            sql,
            sink,
            agreed.replication().publishesAllTables());
    beside = companion;
    StreamReader reading =
        new StreamReader(
            setup,
            place.progress(),
            stopping,
            new ChangeFeed(
                setup,
                sql,
                new SlotFeeds(setup, connections, sql, replicating, stopping),
                position.lastCommitLsn()));
    stream = reading;
    StreamOffset end =
        reading.read(
            position,
            agreed.catalog(),
            sql,
            sink,
            companion,
            until,
            offset -> beat(sql, sink, offset));
    if (!stopping.getAsBoolean()) {
      if (config.bounded()) {
        sink.add(marks.end(end), 0);
      }
      sink.flush();
      LOG.info("Read up to the end: nothing more will come");
      // Stays connected, so that what becomes durable from here on is still confirmed.
      while (!stopping.getAsBoolean()) {
        sink.flush();
        whileFull();
        LockSupport.parkNanos(REST_NANOS);
      }
    }
    if (config.getBoolean(Settings.SLOT_DROP)) {
      reading.close();
      agreed.replication().dropSlot();
    }
  }

  /** Gives out a record that tells a position, and waits until every sink has what came before. */
  private void makeDurable(Position position) {
    RecordSink sink = sink(1, () -> {});
    sink.add(marks.heartbeat(position.offset(clock.millis() * 1000)), 0);
    sink.flush();
    while (!position.isSameBeginning(place.progress().durable())) {
      Pace.pause(stopping, REST_NANOS);
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
              Position durable = place.progress().durable();
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
          public void changed(StreamOffset offset) {
            place.progress().planned(Position.of(offset));
          }

          @Override
          public void allRead() {
            if (takesUpSnapshot) {
              takesUpSnapshot = false;
              notifications.initial("COMPLETED");
            }
          }

          @Override
          public void tell(StreamOffset offset) {
            sink.add(marks.heartbeat(offset), 0);
          }
        });
  }

  /**
   * @param before what was read before
   * @param rest what of the rest is read beside the stream
   */
  private Position snapshot(
      TableStage stage,
      Agreement agreed,
      SnapshotLedger before,
      InterruptedSnapshot rest,
      Connection sql)
      throws SQLException {
    Position from = agreed.position();
    boolean through = false;
    notifications.initial("STARTED");
    try {
      SnapshotLedger read =
          rest.isAll()
              ? before
              : stage.read(sql, before, agreed.begin().slotIsNew(), rest.tables());
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

  private Setup setup(ServerState server, KnownTables known) {
    return setup(server.version(), server.standby(), server.lineage(), known);
  }

  private Setup setup(ServerVersion version, boolean standby, Lineage lineage, KnownTables known) {
    return new Setup(
        config,
        place.partition(),
        new SourceBlock(PostgresConnector.VERSION, config.prefix(), config.database()),
        new TableFormats(config),
        clock,
        version,
        standby,
        lineage,
        known);
  }

  /** What a task does that does not read the stream. */
  private void readShare(TaskShare share) throws SQLException {
    Connection sql = connections.sql();
    Connection replicating = connections.replication();
    KnownTables known = KnownTables.of(new Catalog(sql, config.selection()).tables().values());
    TableStage stage = stage(setup(ServerState.of(sql, replicating), known), share);
    reached = true;
    connections.discard(replicating);
    RecordSink sink = sink(config.maxBatch(), () -> {});
    Map<String, Object> end = Position.share(stage.readShare(sql, share), share.plan());
    connections.discard(sql);
    sink.add(config.bounded() ? marks.end(end) : marks.heartbeat(end), 0);
    sink.flush();
    LOG.info("Read our share of the tables: nothing more will come from this task");
    rest();
  }

  private void rest() {
    while (!stopping.getAsBoolean()) {
      LockSupport.parkNanos(REST_NANOS);
    }
  }

  private TableStage stage(Setup setup, @Nullable TaskShare share) {
    TableStage stage = new TableStage(setup, new Host(), place.ledgers(), place.start(), share);
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
      return SourceRun.this.sink(maxBatch, accepted);
    }

    @Override
    public boolean isStopping() {
      return stopping.getAsBoolean();
    }
  }
}
