package io.sluice.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.bench.harness.Result.Bar;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contenders at the same work, in turn, round after round: A B C, A B C, A B C. Whatever else the
 * machine does then meets all of them, and the ratio is taken pair by pair before the median. A
 * round before the first warms up and is not counted.
 */
public final class Duel {

  private final Map<String, Contender> contenders = new LinkedHashMap<>();
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Double>> cpuSeconds = new LinkedHashMap<>();
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Adds a contender under the words by which results name it. */
  public Duel add(String name, Contender contender) {
    contenders.put(name, contender);
    rates.put(name, new ArrayList<>());
    cpuSeconds.put(name, new ArrayList<>());
    return this;
  }

  /** Something that prepares a round for all, outside of what is measured. */
  public interface Round {
    void prepare() throws Exception;
  }

  /** Runs all rounds; each prepared before. */
  public Duel fight(Workbench bench, Round round) throws Exception {
    for (int i = 0; i <= bench.scale().runs(); i++) {
      round.prepare();
      for (Map.Entry<String, Contender> each : contenders.entrySet()) {
        bench.say("  %s: %s", i == 0 ? "warm-up" : "round " + i, each.getKey());
        bench.say("    %,.0f/s", run(each.getKey(), each.getValue(), i > 0));
      }
    }
    return this;
  }

  /**
   * Runs so many rounds of work that takes a moment only; how far it is, is told once.
   *
   * @param count of the rounds that count
   */
  public Duel fight(Workbench bench, int count) throws Exception {
    for (int i = 0; i <= count; i++) {
      for (Map.Entry<String, Contender> each : contenders.entrySet()) {
        run(each.getKey(), each.getValue(), i > 0);
      }
    }
    rates.keySet().forEach(each -> bench.say("    %s: %,.0f/s", each, median(each)));
    return this;
  }

  private double run(String name, Contender contender, boolean counts) throws Exception {
    long cpu = process.getProcessCpuTime();
    double rate = contender.run();
    double burnt = (process.getProcessCpuTime() - cpu) / 1e9;
    if (counts) {
      runsOf(rates, name).add(rate);
      runsOf(cpuSeconds, name).add(burnt);
    }
    return rate;
  }

  /** Runs all rounds. */
  public Duel fight(Workbench bench) throws Exception {
    return fight(bench, () -> {});
  }

  /** The median rate of a contender. */
  public double median(String contender) {
    return median(runsOf(rates, contender));
  }

  /** One held against another, by name. */
  public Result result(String name, String unit, String ours, String other, Bar bar, String note) {
    List<Double> mine = runsOf(rates, ours);
    List<Double> theirs = runsOf(rates, other);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      ratios.add(mine.get(i) / theirs.get(i));
    }
    return new Result(
        name, unit, median(mine), mine, other, median(theirs), median(ratios), bar, note);
  }

  /** The middle one of the values; the mean of the middle two when their number is even. */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("A median of nothing: no run was counted");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  /**
   * Processor time that this process spent for one event, from the start of a run to its end: the
   * reader, the engine, collecting garbage, and nothing of the server.
   *
   * @param events that each contender handled in a run
   */
  public Result cpu(String name, long events, String ours, String other, String note) {
    List<Double> mine = perEvent(ours, events);
    List<Double> theirs = perEvent(other, events);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      ratios.add(theirs.get(i) / mine.get(i));
    }
    return new Result(
        name,
        "us CPU/event",
        median(mine),
        mine,
        other,
        median(theirs),
        median(ratios),
        Bar.none(),
        note);
  }

  private List<Double> perEvent(String contender, long events) {
    return runsOf(cpuSeconds, contender).stream().map(seconds -> seconds * 1e6 / events).toList();
  }

  private List<Double> runsOf(Map<String, List<Double>> all, String contender) {
    List<Double> runs = all.get(contender);
    if (runs == null) {
      throw new IllegalArgumentException(
          "No contender is called '" + contender + "': there are " + rates.keySet());
    }
    return runs;
  }
}
