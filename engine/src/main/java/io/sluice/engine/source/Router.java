package io.sluice.engine.source;

import io.sluice.engine.lane.Lane;
import io.sluice.engine.lane.LaneItem;
import io.sluice.engine.lane.LaneItem.Barrier;
import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Span;
import io.sluice.engine.lane.RecordSize;
import io.sluice.engine.lane.TracedRecord;
import io.sluice.engine.lane.TracedRecord.Origin;
import io.sluice.engine.tap.SampledRecord;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.trace.BatchTrace;
import io.sluice.state.checkpoint.LaneName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives records of one source task their partition and offset, and gathers them into a batch for
 * each lane. Every sink sees the same partitions and offsets, so one {@code SinkRecord} serves all.
 *
 * <p>Invariant 4: a key always takes the same partition, a partition always the same lane, and
 * lanes keep their order. Guarded by the worker's dispatch lock.
 */
final class Router {
  /** How lanes are laid out between one source task and the sink tasks. */
  record Layout(int sourceTask, int partitions, List<List<Lane>> lanesBySink) {}

  /** How it is waited until every sink has opened a topic. */
  @FunctionalInterface
  interface Opening {
    /** Returns when that is done, well or not. */
    void await(CompletableFuture<?> done) throws InterruptedException;
  }

  /** What one lane is to get with the next hand-over. */
  private static final class Load {
    private final Lane lane;
    private List<SinkRecord> records = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private long bytes;

    private Load(Lane lane) {
      this.lane = lane;
    }
  }

  /** The partitions of one topic that belong to this source task. */
  private static final class Route {
    private final String topic;
    private final TopicPartition[] partitions;
    private final long[] next;
    private final long[] handedOver;
    private final long[] cut;
    private boolean touched;

    private Route(String topic, int count) {
      this.topic = topic;
      this.partitions = new TopicPartition[count];
      this.next = new long[count];
      this.handedOver = new long[count];
      this.cut = new long[count];
    }
  }

  private final Layout layout;
  private final Map<TopicPartition, Long> known;
  private final Set<TopicPartition> opened;
  private final List<Load> loads = new ArrayList<>();
  private final Load[][] loadsByPartition;
  private final Map<String, Route> routes = new HashMap<>();
  private final List<Route> touched = new ArrayList<>();
  private final RecordSize size = new RecordSize();
  private final int batchRecords;
  private final long batchBytes;
  private int gatheredRecords;
  private long gatheredBytes;
  private @Nullable Route last;

  /** Whose records are gathered. */
  private List<BatchTrace> followed = List.of();

  /**
   * @param known next offset of each partition that has been handed out before
   * @param opened partitions that the sink tasks have opened already
   */
  Router(Layout layout, Map<TopicPartition, Long> known, Set<TopicPartition> opened) {
    this.layout = layout;
    this.known = known;
    this.opened = opened;
    this.loadsByPartition = new Load[layout.partitions()][layout.lanesBySink().size()];
    for (int sink = 0; sink < layout.lanesBySink().size(); sink++) {
      List<Lane> lanes = layout.lanesBySink().get(sink);
      int first = loads.size();
      lanes.forEach(lane -> loads.add(new Load(lane)));
      for (int partition = 0; partition < layout.partitions(); partition++) {
        loadsByPartition[partition][sink] = loads.get(first + partition % lanes.size());
      }
    }
    this.batchRecords = loads.stream().mapToInt(l -> l.lane.batchRecords()).min().orElse(1);
    this.batchBytes = loads.stream().mapToLong(l -> l.lane.batchBytes()).min().orElse(1);
  }

  /**
   * What is handed over from here on is of this batch; with nothing gathered.
   *
   * @param batch null for one that nobody follows
   */
  void follow(@Nullable BatchTrace batch) {
    followed = batch == null ? List.of() : List.of(batch);
  }

  /** Whether every lane takes a hand-over more. */
  boolean hasRoom() {
    for (Load load : loads) {
      if (!load.lane.hasRoom()) {
        return false;
      }
    }
    return true;
  }

  /** Whether so much was gathered that it is to be handed over. */
  boolean isFull() {
    return gatheredRecords >= batchRecords || gatheredBytes >= batchBytes;
  }

  /** Whether records of a topic can be added without waiting for sinks to open it. */
  boolean isOpen(String topic) {
    Route route = last;
    return (route != null && route.topic == topic) || routes.containsKey(topic);
  }

  /** Has every sink open a topic, with nothing gathered that was not handed over. */
  void open(String topic, Opening waiting) throws InterruptedException {
    routes.put(topic, openRoute(topic, waiting));
  }

  /**
   * Adds a record to the next hand-over.
   *
   * @param origin where it lay in the source
   * @param timestamp for records that have none of their own, as Kafka's broker does it
   * @param trail of a record that somebody follows; null for any other
   */
  SinkRecord add(ConnectRecord<?> record, Origin origin, Long timestamp, @Nullable Trail trail)
      throws InterruptedException {
    String topic = record.topic();
    Route route = last;
    if (route == null || (route.topic != topic && !route.topic.equals(topic))) {
      route = routeTo(topic);
    }
    int partition = layout.partitions() == 1 ? 0 : KeyHash.of(record.key()) % layout.partitions();
    int number = route.partitions[partition].partition();
    long offset = route.next[partition]++;
    SinkRecord handed =
        trail == null
            ? new TracedRecord(record, origin, number, offset, timestamp)
            : new SampledRecord(record, origin, number, offset, timestamp, trail);
    if (!route.touched) {
      route.touched = true;
      touched.add(route);
    }
    long bytes = size.estimate(record);
    gatheredRecords++;
    gatheredBytes += bytes;
    for (Load load : loadsByPartition[partition]) {
      load.records.add(handed);
      load.bytes += bytes;
    }
    return handed;
  }

  /**
   * Leaves out the offsets of a partition below this one, in every sink. For offsets that a sink
   * knows as those of records that did not come again: other records must not get them.
   */
  void skipTo(TopicPartition partition, long offset) throws InterruptedException {
    Route route = routeTo(partition.topic());
    int index = partition.partition() - layout.sourceTask() * layout.partitions();
    if (route.next[index] < offset) {
      route.next[index] = offset;
      if (!route.touched) {
        route.touched = true;
        touched.add(route);
      }
    }
  }

  /**
   * Hands everything gathered over to the lanes. Never waits: that they have room was seen before
   * anything was gathered (invariant 6), and nobody else puts anything in.
   */
  void handOver() {
    for (Route route : touched) {
      route.touched = false;
      for (int i = 0; i < route.next.length; i++) {
        if (route.next[i] > route.handedOver[i]) {
          Span span = new Span(route.partitions[i], route.handedOver[i], route.next[i]);
          for (Load load : loadsByPartition[i]) {
            load.spans.add(span);
          }
          route.handedOver[i] = route.next[i];
        }
      }
    }
    touched.clear();
    gatheredRecords = 0;
    gatheredBytes = 0;
    for (Load load : loads) {
      if (!load.spans.isEmpty()) {
        Batch batch = new Batch(load.records, List.copyOf(load.spans), load.bytes, followed);
        load.records = new ArrayList<>(Math.min(1_024, batch.records().size()));
        load.spans.clear();
        load.bytes = 0;
        load.lane.put(batch);
      }
    }
  }

  /** Puts a barrier into every lane, behind all that was handed over; never waits. */
  void barrier(long epoch) {
    for (Load load : loads) {
      load.lane.putMark(new Barrier(epoch));
    }
  }

  /** Next offsets of the partitions that moved since the last call. */
  Map<LaneName, Long> takeEnds() {
    Map<LaneName, Long> ends = new HashMap<>();
    for (Route route : routes.values()) {
      for (int i = 0; i < route.next.length; i++) {
        if (route.next[i] > route.cut[i]) {
          ends.put(new LaneName(route.topic, route.partitions[i].partition()), route.next[i]);
          route.cut[i] = route.next[i];
        }
      }
    }
    return ends;
  }

  /** Next offset of a partition, whether anything was routed to it or not. */
  long nextOffset(TopicPartition partition) {
    Route route = routes.get(partition.topic());
    int index = partition.partition() - layout.sourceTask() * layout.partitions();
    return route == null ? known.getOrDefault(partition, 0L) : route.next[index];
  }

  /**
   * @throws NoTopicException before the record has an offset
   */
  private Route routeTo(@Nullable String topic) throws InterruptedException {
    if (topic == null) {
      throw new NoTopicException();
    }
    Route route = routes.get(topic);
    if (route == null) {
      // Its end is waited for below.
      route = openRoute(topic, done -> {});
      routes.put(topic, route);
    }
    last = route;
    return route;
  }

  private Route openRoute(String topic, Opening waiting) throws InterruptedException {
    Route route = new Route(topic, layout.partitions());
    int first = layout.sourceTask() * layout.partitions();
    for (int i = 0; i < layout.partitions(); i++) {
      route.partitions[i] = new TopicPartition(topic, first + i);
    }
    Map<TopicPartition, Long> named = openInSinks(route, waiting);
    for (int i = 0; i < layout.partitions(); i++) {
      // A sink may remember offsets that the state does not, if the state was lost: begin above
      // them, or it would take new records for old ones.
      TopicPartition partition = route.partitions[i];
      long begin = Math.max(known.getOrDefault(partition, 0L), named.getOrDefault(partition, 0L));
      route.next[i] = begin;
      route.handedOver[i] = begin;
      route.cut[i] = begin;
    }
    return route;
  }

  /** Every sink opens a partition before its first record gets an offset. */
  private Map<TopicPartition, Long> openInSinks(Route route, Opening waiting)
      throws InterruptedException {
    Map<Load, List<TopicPartition>> toOpen = new HashMap<>();
    for (int i = 0; i < layout.partitions(); i++) {
      if (!opened.contains(route.partitions[i])) {
        for (Load load : loadsByPartition[i]) {
          toOpen.computeIfAbsent(load, l -> new ArrayList<>()).add(route.partitions[i]);
        }
      }
    }
    List<CompletableFuture<Map<TopicPartition, Long>>> answers = new ArrayList<>();
    toOpen.forEach(
        (load, partitions) -> {
          LaneItem.Opening opening = new LaneItem.Opening(partitions, new CompletableFuture<>());
          answers.add(opening.named());
          load.lane.putMark(opening);
        });
    waiting.await(CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0])));
    Map<TopicPartition, Long> named = new HashMap<>();
    for (CompletableFuture<Map<TopicPartition, Long>> answer : answers) {
      try {
        answer.get().forEach((partition, next) -> named.merge(partition, next, Math::max));
      } catch (ExecutionException failed) {
        // The sink task reports the failure itself, and this worker is about to be stopped.
        throw new CancellationException("A sink task could not open");
      }
    }
    return named;
  }
}
