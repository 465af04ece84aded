package io.sluice.connector.table.transaction;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TransactionSettings.Order;
import io.sluice.connector.table.record.KafkaPlace;
import io.sluice.connector.table.record.KeyChange;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the two events of a changed key on together, so that the row can take along under its new
 * key what the records do not bring. The one that comes first waits for the other, over a commit if
 * need be: neither it nor what comes behind it in its partition is in the target then, nor in the
 * offsets. It waits no longer than until the second commit, or a record of its partition that shows
 * that none will come; some commits more where the other one may be in another partition.
 *
 * <p>In the source's order nothing comes between the two but the tombstone. Kafka may have put them
 * into two partitions, as the keys say, of which either may be read first.
 *
 * <p>Used by one thread.
 */
final class KeyChanges {

  /** Where the other event of a change may be. */
  enum Reach {
    /** Nowhere: nothing has to be taken along, or the records stand for themselves. */
    NONE,
    /** Next in the same partition. */
    PARTITION,
    /** There, or in another partition of the topic. */
    TOPIC;

    static Reach of(TableSinkConfig config) {
      ModeSettings modes = config.modes();
      Order order = config.recordOrder();
      if (modes.mode() != ModeSettings.Mode.UPSERT
          || config.transactions().boundaries() // Whole transactions have both events.
          || order == Order.NONE) {
        return NONE;
      }
      return order == Order.PARTITION ? TOPIC : PARTITION;
    }
  }

  /** Where records go on. */
  interface Way {
    /** A record's change goes into the target's open transaction. */
    void apply(SinkRecord record) throws SQLException;
  }

  /** What of a partition waits: an event of a changed key, and what came behind it. */
  private static final class Line {
    private final TopicPartition at;
    private final Deque<SinkRecord> records = new ArrayDeque<>();

    /** How many commits were made since the first of them began to wait. */
    private int sawCommits;

    Line(TopicPartition at) {
      this.at = at;
    }

    boolean isEmpty() {
      return records.isEmpty();
    }

    SinkRecord head() {
      return records.getFirst();
    }

    /** How many are the delete at the head and its tombstones. */
    int leaving() {
      int count = 0;
      for (SinkRecord record : records) {
        if (count > 0 && !KeyChange.isTombstone(head(), record)) {
          break;
        }
        count++;
      }
      return count;
    }

    /** The record behind those; null if none has come. */
    @Nullable SinkRecord behind(int leaving) {
      Iterator<SinkRecord> all = records.iterator();
      for (int i = 0; i < leaving && all.hasNext(); i++) {
        all.next();
      }
      return all.hasNext() ? all.next() : null;
    }
  }

  /**
   * How many commits the other event may be behind in another partition: a consumer that has a lot
   * to read comes to them in turns.
   */
  private static final int COMMITS_OF_OTHERS = 8;

  private final Reach reach;
  private final int most;
  private final long maxBytes;
  private final RecordBytes weights = new RecordBytes();
  private final Way way;
  private final Set<TopicPartition> opened = new HashSet<>();
  private final Map<TopicPartition, Line> lines = new LinkedHashMap<>();

  /** Deletes that went on with their inserts before their tombstones came, by partition. */
  private final Map<TopicPartition, SinkRecord> gone = new HashMap<>();

  private int size;
  private long bytes;

  /**
   * Nothing waits yet.
   *
   * @param most records that wait
   * @param maxBytes of the records that wait, estimated
   */
  KeyChanges(Reach reach, int most, long maxBytes, Way way) {
    this.reach = reach;
    this.most = most;
    this.maxBytes = maxBytes;
    this.way = way;
  }

  /** A partition's records may come from now on. */
  void open(TopicPartition partition) {
    opened.add(partition);
  }

  /** They come no more. */
  void close(TopicPartition partition) {
    opened.remove(partition);
  }

  /** Whether the record waits here already: an engine may read it again. */
  boolean has(SinkRecord record) {
    if (lines.isEmpty()) {
      return false;
    }
    Line line = lines.get(KafkaPlace.topicPartition(record));
    return line != null && record.kafkaOffset() <= line.records.getLast().kafkaOffset();
  }

  /** Takes a record: keeps it waiting, or sends it on its way with those that waited for it. */
  void take(SinkRecord record) throws SQLException {
    boolean half = KeyChange.leaves(record) || KeyChange.arrives(record);
    if (reach == Reach.NONE || !half && lines.isEmpty()) {
      way.apply(record);
      return;
    }
    TopicPartition at = KafkaPlace.topicPartition(record);
    Line line = lines.get(at);
    if (line == null) {
      SinkRecord delete = gone.remove(at);
      boolean late = delete != null && KeyChange.isTombstone(delete, record);
      boolean waits = half && (KeyChange.leaves(record) || hasOthers(at));
      if (late || !waits) {
        way.apply(record);
        return;
      }
      line = new Line(at);
      lines.put(at, line);
    }
    line.records.add(record);
    size++;
    bytes += weights.of(record);
    advance(line, true);
    if (size > most || bytes > maxBytes) {
      letGo(other -> true); // Invariant 6: what waits is bounded.
    }
  }

  /** Whether the other event may be in another partition. */
  private boolean hasOthers(TopicPartition at) {
    return reach == Reach.TOPIC
        && opened.stream().anyMatch(o -> o.topic().equals(at.topic()) && !o.equals(at));
  }

  /**
   * Sends on what need not wait any more, here and in the partitions that waited for it.
   *
   * @param patient whether what has no companion yet goes on waiting
   */
  private void advance(Line first, boolean patient) throws SQLException {
    Deque<Line> moved = new ArrayDeque<>(List.of(first));
    while (!moved.isEmpty()) {
      Line line = moved.remove();
      boolean mayWait = patient || line != first;
      while (!line.isEmpty() && goesOn(line, mayWait, moved)) {
        line.sawCommits = 0;
      }
      if (line.isEmpty()) {
        lines.remove(line.at, line);
      }
    }
  }

  /** Sends on what is at the head of a line, if that need not wait. */
  private boolean goesOn(Line line, boolean mayWait, Deque<Line> moved) throws SQLException {
    SinkRecord head = line.head();
    boolean leaves = KeyChange.leaves(head);
    if (leaves) {
      int leaving = line.leaving();
      SinkRecord next = line.behind(leaving);
      boolean others = hasOthers(line.at);
      boolean here =
          next != null && KeyChange.arrives(next) && !(others && KeyChange.contradict(head, next));
      if (here || next != null && !others) {
        send(line, here ? leaving + 1 : leaving);
        return true;
      }
    }
    Line other = leaves || KeyChange.arrives(head) ? otherWithCompanion(line, leaves) : null;
    if (other != null) {
      Line from = leaves ? line : other;
      SinkRecord delete = from.head();
      int leaving = from.leaving();
      send(from, leaving);
      if (leaving == 1 && from.isEmpty()) {
        gone.put(from.at, delete);
      }
      send(leaves ? other : line, 1);
      other.sawCommits = 0;
      moved.add(other);
      return true;
    }
    boolean half = leaves || KeyChange.arrives(head) && hasOthers(line.at);
    if (half && mayWait) {
      return false;
    }
    send(line, 1);
    return true;
  }

  private @Nullable Line otherWithCompanion(Line line, boolean leaves) {
    SinkRecord head = line.head();
    for (Line other : lines.values()) {
      if (other != line
          && other.at.topic().equals(line.at.topic())
          && !other.isEmpty()
          && (leaves
              ? KeyChange.belong(head, other.head())
              : KeyChange.belong(other.head(), head))) {
        return other;
      }
    }
    return null;
  }

  private void send(Line line, int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      SinkRecord record = line.records.remove();
      size--;
      bytes -= weights.of(record);
      way.apply(record);
    }
  }

  /**
   * The engine asks for a commit. What waits since the last one goes on without its companion: an
   * engine that waits for it, at its end say, has nothing else.
   */
  void commits() throws SQLException {
    letGo(line -> line.sawCommits >= (hasOthers(line.at) ? COMMITS_OF_OTHERS : 1));
    lines.values().forEach(line -> line.sawCommits++);
  }

  private void letGo(Predicate<Line> which) throws SQLException {
    for (Line line : List.copyOf(lines.values())) {
      if (which.test(line)) {
        advance(line, false);
      }
    }
  }

  /** The records that wait. */
  List<SinkRecord> waiting() {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<SinkRecord> all = new ArrayList<>(size);
    lines.values().forEach(line -> all.addAll(line.records));
    return all;
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Forgets what waits: it will come again, from the offsets that are stored. */
  void forget() {
    lines.clear();
    gone.clear();
    size = 0;
    bytes = 0;
  }
}
