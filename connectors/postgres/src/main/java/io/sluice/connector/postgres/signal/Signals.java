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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
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

  /** What the data of each type of signal may have. */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "execute-snapshot",
          Set.of(
              "data-collections",
              "type",
              "additional-conditions",
              "additional-condition",
              "surrogate-key"),
          "stop-snapshot",
          Set.of("data-collections", "type"),
          "pause-snapshot",
          Set.of("type"),
          "resume-snapshot",
          Set.of("type"),
          "log",
          Set.of("message"));

  /** While a channel keeps signals: how soon it is seen that what they asked for is durable. */
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** While somebody waits for an answer. */
  private static final long ANSWERING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Tells the captured tables, as they are now, with the server's numbers. */
  @FunctionalInterface
  public interface Tables {
    Map<TableId, Integer> captured() throws SQLException;
  }

  private final Channels settings;
  private final IncrementalSnapshot beside;
  private final Tables tables;
  private final LongSupplier durable;
  private final ConcurrentLinkedQueue<Arrived> arrived = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();
  private final Thread poller;
  private volatile boolean closed;

  /**
   * A signal that was executed, of which somebody waits to hear that it outlives a crash.
   *
   * @param needed how often the plan of what is read has changed at a place that tells of it
   */
  private record Unanswered(CompletableFuture<String> answer, long needed) {}

  /**
   * @param connector name of the connector, under which an engine finds it
   * @param prefix name of the source
   * @param beside does what signals ask for
   * @param durable how often the plan of what is read had changed at the place that is durable, -1
   *     when none is: until then channels that can keep signals keep them, and others do not answer
   */
  public Signals(
      Channels settings,
      String connector,
      String prefix,
      IncrementalSnapshot beside,
      Tables tables,
      LongSupplier durable) {
    this.durable = durable;
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
    arrived.add(
        new Arrived(
            new Signal(cells[0].toString(), cells[1].toString(), data, "source"), null, null));
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
    for (Arrived next = arrived.poll(); next != null; next = arrived.poll()) {
      long before = beside.reads().changes();
      Signal signal = next.signal();
      String refusal;
      try {
        refusal = execute(signal, here);
      } catch (IOException e) {
        refusal = e.getMessage();
        LOG.warn(
            "Signal '{}' ({}) from channel {} is ignored: {}",
            signal.id(),
            signal.type(),
            signal.channel(),
            refusal);
      }
      long after = beside.reads().changes();
      if (next.from() != null) {
        next.from().executed(after == before ? 0 : after);
      }
      answer(next, refusal == null ? signal.type() : refusal, after == before ? -1 : after);
    }
  }

  /** Answers at once if it was refused or changes nothing that could be forgotten. */
  private void answer(Arrived executed, String refusal, long needed) {
    CompletableFuture<String> answer = executed.answer();
    if (answer == null) {
      return;
    }
    if (!refusal.isEmpty() || needed <= durable.getAsLong()) {
      answer.complete(refusal);
    } else {
      unanswered.add(new Unanswered(answer, needed));
      LockSupport.unpark(poller);
    }
  }

  /** As people know it, where it is a name that somebody made an expression of. */
  private static String unquoted(String expression) {
    boolean quoted = expression.startsWith("\\Q") && expression.endsWith("\\E");
    return quoted ? expression.substring(2, expression.length() - 2) : expression;
  }

  /** What of it cannot be done, empty when all can. */
  private String execute(Signal signal, StreamOffset here) throws SQLException, IOException {
    LOG.info("Signal '{}' ({}) from channel {}", signal.id(), signal.type(), signal.channel());
    Map<?, ?> data = data(signal);
    warnOfUnknown(signal, data);
    switch (signal.type()) {
      case "execute-snapshot" -> {
        return read(SnapshotOrder.of(data, true), signal);
      }
      case "stop-snapshot" -> {
        SnapshotOrder order = SnapshotOrder.of(data, false);
        requireReading("stop");
        beside.stop(order::concerns);
      }
      case "pause-snapshot" -> {
        requireReading("pause");
        beside.pause();
      }
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
    return "";
  }

  /** A field that is passed over in silence may have meant fewer rows, or other ones. */
  private static void warnOfUnknown(Signal signal, Map<?, ?> data) {
    Set<String> known = FIELDS.get(signal.type());
    if (known == null) {
      return;
    }
    List<String> unknown =
        data.keySet().stream().map(String::valueOf).filter(key -> !known.contains(key)).toList();
    if (!unknown.isEmpty()) {
      LOG.warn(
          "Signal '{}' ({}): {} in its data mean nothing here and are passed over; expected {}",
          signal.id(),
          signal.type(),
          unknown,
          known.stream().sorted().toList());
    }
  }

  private void requireReading(String what) throws IOException {
    if (beside.reads().plan().isEmpty()) {
      throw new IOException(
          "nothing is being read beside the stream, so there is nothing to " + what);
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

  /** What of it cannot be done, empty when all can. */
  private String read(SnapshotOrder order, Signal signal) throws SQLException {
    Map<TableId, Integer> captured = new LinkedHashMap<>(tables.captured());
    captured.remove(table());
    List<String> problems = new ArrayList<>();
    for (String expression : order.fittingNone(captured.keySet())) {
      String given = unquoted(expression);
      LOG.warn(
          "Signal '{}': no captured table is called '{}'; expected an expression for the whole"
              + " schema.table",
          signal.id(),
          given);
      problems.add(
          "no captured table is called '"
              + given
              + "'; expected an expression for the whole schema.table");
    }
    List<TableRead> reads =
        captured.keySet().stream()
            .filter(order::concerns)
            .sorted(Comparator.comparingInt(order::rank))
            .map(table -> order.read(table, signal.id()))
            .filter(read -> !beside.reads().plan().contains(read.table(), signal.id()))
            .toList();
    for (TableRead read : reads) {
      String problem =
          beside.problem(read, Objects.requireNonNull(captured.get(read.table()))); // told at once
      if (problem != null) {
        problems.add(problem);
      }
    }
    if (!reads.isEmpty()) {
      beside.plan(reads);
    }
    return String.join("; ", problems);
  }

  private void poll(String connector, String prefix) {
    List<JmxSignals> called = new ArrayList<>();
    called.add(new JmxSignals(JmxSignals.ours(connector), "engine", arrived::add));
    if (settings.enabled().contains("jmx")) {
      called.add(new JmxSignals(JmxSignals.management("signals", prefix), "jmx", arrived::add));
    }
    List<Outstanding> polled = new ArrayList<>();
    if (settings.enabled().contains("file")) {
      LOG.info("Signals are read from file {}", settings.file().toAbsolutePath());
      polled.add(new Outstanding(new FileChannelSignals(settings.file())));
    }
    if (settings.enabled().contains("kafka")) {
      polled.add(new Outstanding(new KafkaSignals(settings.kafka(), prefix)));
    }
    long nextPoll = System.nanoTime();
    while (!closed) {
      if (System.nanoTime() - nextPoll >= 0) {
        polled.forEach(this::take);
        nextPoll = System.nanoTime() + settings.interval().toNanos();
      }
      polled.forEach(this::settle);
      answerDurable();
      LockSupport.parkNanos(pause(polled.isEmpty(), nextPoll - System.nanoTime()));
    }
    polled.forEach(this::settle);
    called.forEach(JmxSignals::close);
    polled.forEach(Outstanding::close);
    answerDurable();
    unanswered.forEach(
        waiting ->
            waiting
                .answer()
                .complete(
                    "the task ended before it was durable that it was executed; send it again if"
                        + " the source does not go on with it"));
    for (Arrived left = arrived.poll(); left != null; left = arrived.poll()) {
      CompletableFuture<String> answer = left.answer();
      if (answer != null) {
        answer.complete("the task ended before it came to it; send it again");
      }
    }
  }

  private long pause(boolean nothingPolled, long toNextPoll) {
    if (!unanswered.isEmpty()) {
      return ANSWERING_NANOS;
    }
    return nothingPolled
        ? TimeUnit.MINUTES.toNanos(1)
        : Math.min(SETTLING_NANOS, Math.max(1_000_000, toNextPoll));
  }

  private void answerDurable() {
    if (!unanswered.isEmpty()) {
      long changes = durable.getAsLong();
      unanswered.removeIf(waiting -> changes >= waiting.needed() && waiting.answer().complete(""));
    }
  }

  private void take(Outstanding channel) {
    try {
      for (Signal signal : channel.poll()) {
        arrived.add(new Arrived(signal, channel, null));
      }
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.warn("Signals cannot be read; trying again", e);
      }
    }
  }

  private void settle(Outstanding channel) {
    try {
      channel.settle(durable.getAsLong());
    } catch (IOException | RuntimeException e) {
      LOG.warn("Signals that were obeyed cannot be put away, so they will come again", e);
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
