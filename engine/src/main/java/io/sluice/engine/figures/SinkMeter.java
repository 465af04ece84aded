package io.sluice.engine.figures;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes into one sink, whichever of its tasks takes it. Thread-safe. */
public final class SinkMeter {
  private final String sink;
  private final int mostDatasets;
  private final StageMeter put = new StageMeter();
  private final StageMeter commit = new StageMeter();
  private final LatencyMeter latency = new LatencyMeter();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, Dataset> datasets = new ConcurrentHashMap<>();
  private final AtomicInteger known = new AtomicInteger();
  private final AtomicLong others = new AtomicLong();

  private static final class Dataset {
    private final int number;
    private final AtomicLong records = new AtomicLong();
    private volatile long lastMillis;

    private Dataset(int number) {
      this.number = number;
    }
  }

  /**
   * One topic's share.
   *
   * @param lastMillis when the sink took the last of them, since 1970
   */
  public record DatasetCount(String topic, long records, long lastMillis) {}

  SinkMeter(String sink, int mostDatasets) {
    this.sink = sink;
    this.mostDatasets = mostDatasets;
  }

  /** Its name in the pipeline file. */
  public String sink() {
    return sink;
  }

  /** What its tasks are put. */
  public StageMeter put() {
    return put;
  }

  /** What its tasks commit. */
  public StageMeter commit() {
    return commit;
  }

  /** From the making of records at the source to their commit. */
  public LatencyMeter latency() {
    return latency;
  }

  /** Estimated size of what was put. */
  public void addBytes(long more) {
    bytes.addAndGet(more);
  }

  public long bytes() {
    return bytes.get();
  }

  /** Records of a topic were put; a topic beyond the most is counted with the others. */
  public void addTo(String topic, long records, long nowMillis) {
    Dataset dataset = datasets.get(topic);
    if (dataset == null && known.get() < mostDatasets) {
      dataset = datasets.computeIfAbsent(topic, name -> new Dataset(known.getAndIncrement()));
    }
    if (dataset == null) {
      others.addAndGet(records);
    } else {
      dataset.records.addAndGet(records);
      dataset.lastMillis = nowMillis;
    }
  }

  /** In the order in which they came up. */
  public List<DatasetCount> datasets() {
    return datasets.entrySet().stream()
        .sorted((one, other) -> Integer.compare(one.getValue().number, other.getValue().number))
        .map(
            entry ->
                new DatasetCount(
                    entry.getKey(), entry.getValue().records.get(), entry.getValue().lastMillis))
        .toList();
  }

  /** Records of topics beyond the most that are counted each. */
  public long others() {
    return others.get();
  }
}
