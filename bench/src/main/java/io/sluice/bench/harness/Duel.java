package io.sluice.bench.harness;

import io.sluice.bench.harness.Result.Bar;
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

  /** Adds a contender under the words by which results name it. */
  public Duel add(String name, Contender contender) {
    contenders.put(name, contender);
    rates.put(name, new ArrayList<>());
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
        double rate = each.getValue().run();
        bench.say("    %,.0f/s", rate);
        if (i > 0) {
          runsOf(each.getKey()).add(rate);
        }
      }
    }
    return this;
  }

  /** Runs all rounds. */
  public Duel fight(Workbench bench) throws Exception {
    return fight(bench, () -> {});
  }

  /** The median rate of a contender. */
  public double median(String contender) {
    return median(runsOf(contender));
  }

  /** One held against another, by name. */
  public Result result(String name, String unit, String ours, String other, Bar bar, String note) {
    List<Double> mine = runsOf(ours);
    List<Double> theirs = runsOf(other);
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

  private List<Double> runsOf(String contender) {
    List<Double> runs = rates.get(contender);
    if (runs == null) {
      throw new IllegalArgumentException(
          "No contender is called '" + contender + "': there are " + rates.keySet());
    }
    return runs;
  }
}
