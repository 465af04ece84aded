package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.SignalSettings.Channels;
import io.sluice.connector.postgres.config.SignalSettings.SignalTable;
import io.sluice.connector.postgres.incremental.IncrementalSnapshot;
import io.sluice.connector.postgres.position.JsonText;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.TableRead;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes signals from the channels, on a thread of its own, and executes them on the reading thread
 * between two transactions. A signal that cannot be executed is logged with what was expected, and
 * harms nothing.
 */
public final class Signals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  /** Begins the types of what Debezium writes to the table around each of its chunks. */
  private static final String WATERMARK = "snapshot-window-";

  /** Tells the captured tables, as they are now. */
  @FunctionalInterface
  public interface Tables {
    Collection<TableId> captured() throws SQLException;
  }

  private final Channels settings;
  private final IncrementalSnapshot beside;
  private final Tables tables;
  private final ConcurrentLinkedQueue<Signal> arrived = new ConcurrentLinkedQueue<>();
  private final Thread poller;
  private volatile boolean closed;

  /**
   * @param connector name of the connector, under which an engine finds it
   * @param prefix name of the source
   * @param beside does what signals ask for
   */
  public Signals(
      Channels settings,
      String connector,
      String prefix,
      IncrementalSnapshot beside,
      Tables tables) {
    this.settings = settings;
    this.beside = beside;
    this.tables = tables;
    this.poller = new Thread(() -> poll(connector, prefix), "sluice-signals-" + prefix);
    poller.setDaemon(true);
    poller.setContextClassLoader(Signals.class.getClassLoader());
  }

  /** Begins to listen. */
  public void start() {
    poller.start();
  }

  /** The table whose new rows are signals, null for none. */
  public @Nullable TableId table() {
    return tableOf(settings);
  }

  /** The table whose new rows are signals by these settings, null for none. */
  public static @Nullable TableId tableOf(Channels settings) {
    SignalTable table = settings.table();
    return table == null ? null : new TableId(table.schema(), table.table());
  }

  /**
   * A row came into the signal table.
   *
   * @param cells its values; the first three are identifier, type and data
   */
  public void row(@Nullable Object[] cells) {
    if (cells.length < 3 || cells[0] == null || cells[1] == null) {
      LOG.warn(
          "A row of {} is no signal: expected the columns id, type and data, and no NULL in the"
              + " first two",
          table());
      return;
    }
    if (cells[1].toString().startsWith(WATERMARK)) {
      return;
    }
    String data = cells[2] == null ? null : cells[2].toString();
    arrived.add(new Signal(cells[0].toString(), cells[1].toString(), data, "source"));
  }

  /** Whether {@link #execute} has something to do. */
  public boolean isDue() {
    return !arrived.isEmpty();
  }

  /**
   * Executes what has arrived.
   *
   * @param here the offset of this place
   */
  public void execute(StreamOffset here) throws SQLException {
    for (Signal next = arrived.poll(); next != null; next = arrived.poll()) {
      try {
        execute(next, here);
      } catch (IOException e) {
        LOG.warn(
            "Signal '{}' ({}) from channel {} is ignored: {}",
            next.id(),
            next.type(),
            next.channel(),
            e.getMessage());
      }
    }
  }

  private void execute(Signal signal, StreamOffset here) throws SQLException, IOException {
    LOG.info("Signal '{}' ({}) from channel {}", signal.id(), signal.type(), signal.channel());
    Map<?, ?> data = data(signal);
    switch (signal.type()) {
      case "execute-snapshot" -> read(SnapshotOrder.of(data, true), signal);
      case "stop-snapshot" -> beside.stop(SnapshotOrder.of(data, false)::concerns);
      case "pause-snapshot" -> beside.pause();
      case "resume-snapshot" -> beside.resume();
      case "log" -> {
        if (!(data.get("message") instanceof String message) || message.isEmpty()) {
          throw new IOException("expected in its data \"message\", a text");
        }
        LOG.info(message, here);
      }
      default ->
          throw new IOException(
              "expected one of execute-snapshot, stop-snapshot, pause-snapshot, resume-snapshot,"
                  + " log");
    }
  }

  private static Map<?, ?> data(Signal signal) throws IOException {
    String data = signal.data();
    if (data == null || data.isBlank()) {
      return Map.of();
    }
    Object parsed;
    try {
      parsed = JsonText.parse(data);
    } catch (IOException e) {
      throw new IOException("its data is " + e.getMessage(), e);
    }
    if (parsed instanceof Map<?, ?> map) {
      return map;
    }
    throw new IOException("expected its data to be a JSON object");
  }

  private void read(SnapshotOrder order, Signal signal) throws SQLException {
    Collection<TableId> captured = new ArrayList<>(tables.captured());
    captured.remove(table());
    for (String expression : order.fittingNone(captured)) {
      LOG.warn(
          "Signal '{}': no captured table is called '{}'; expected an expression for the whole"
              + " schema.table",
          signal.id(),
          expression);
    }
    List<TableRead> reads =
        captured.stream()
            .filter(order::concerns)
            .sorted(Comparator.comparingInt(order::rank))
            .map(table -> order.read(table, signal.id()))
            .filter(read -> !beside.reads().plan().contains(read.table(), signal.id()))
            .toList();
    if (!reads.isEmpty()) {
      beside.plan(reads);
    }
  }

  private void poll(String connector, String prefix) {
    Thread self = Thread.currentThread();
    List<SignalChannel> urgent = new ArrayList<>();
    urgent.add(
        new JmxSignals(JmxSignals.ours(connector), "engine", () -> LockSupport.unpark(self)));
    if (settings.enabled().contains("jmx")) {
      urgent.add(
          new JmxSignals(
              JmxSignals.management("signals", prefix), "jmx", () -> LockSupport.unpark(self)));
    }
    List<SignalChannel> polled = new ArrayList<>();
    if (settings.enabled().contains("file")) {
      LOG.info("Signals are read from file {}", settings.file().toAbsolutePath());
      polled.add(new FileChannelSignals(settings.file()));
    }
    if (settings.enabled().contains("kafka")) {
      polled.add(new KafkaSignals(settings.kafka(), prefix));
    }
    long nextPoll = System.nanoTime();
    while (!closed) {
      urgent.forEach(this::take);
      if (System.nanoTime() - nextPoll >= 0) {
        polled.forEach(this::take);
        nextPoll = System.nanoTime() + settings.interval().toNanos();
      }
      LockSupport.parkNanos(
          polled.isEmpty()
              ? TimeUnit.MINUTES.toNanos(1)
              : Math.max(1_000_000, nextPoll - System.nanoTime()));
    }
    urgent.forEach(SignalChannel::close);
    polled.forEach(SignalChannel::close);
  }

  private void take(SignalChannel channel) {
    try {
      arrived.addAll(channel.poll());
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.warn("Signals cannot be read; trying again", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(poller);
    try {
      poller.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
