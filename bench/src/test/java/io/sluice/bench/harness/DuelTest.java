package io.sluice.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Result.Verdict;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelTest {
  private final Workbench bench =
      new Workbench(
          new Scale(3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
          Path.of("."),
          Path.of("target"),
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

  @Test
  void contenders_take_turns_and_the_first_round_warms_up() throws Exception {
    List<String> order = new ArrayList<>();
    new Duel()
        .add("a", () -> noted(order, "a"))
        .add("b", () -> noted(order, "b"))
        .fight(bench, () -> order.add("-"));
    assertThat(String.join("", order)).isEqualTo("-ab-ab-ab-ab");
  }

  @Test
  void work_of_a_moment_takes_as_many_turns_as_are_asked_for() throws Exception {
    List<String> order = new ArrayList<>();
    Duel duel =
        new Duel()
            .add("a", () -> noted(order, "a"))
            .add("b", () -> noted(order, "b"))
            .fight(bench, 2);
    assertThat(String.join("", order)).isEqualTo("ababab");
    assertThat(duel.result("r", "1/s", "a", "b", Bar.none(), "").runs()).hasSize(2);
  }

  @Test
  void the_warm_up_counts_for_nothing() throws Exception {
    Duel duel = new Duel().add("a", rates(1_000, 1, 3, 2)).fight(bench);
    assertThat(duel.median("a")).isEqualTo(2);
  }

  @Test
  void the_ratio_is_taken_pair_by_pair() throws Exception {
    // A machine that gets three times as fast in between changes both medians, not the ratio.
    Duel duel =
        new Duel().add("a", rates(0, 10, 30, 30)).add("b", rates(0, 20, 60, 61)).fight(bench);
    assertThat(duel.result("x", "rows/s", "a", "b", Bar.ratio(0.4, 0.6), "").ratio())
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void an_unknown_contender_is_named() {
    assertThatThrownBy(() -> new Duel().median("nobody")).hasMessageContaining("nobody");
  }

  @Test
  void a_figure_reaches_its_aim_its_floor_or_neither() {
    assertThat(List.of(latency(2), latency(3), latency(9), latency(11)))
        .extracting(Result::verdict)
        .containsExactly(Verdict.AIM, Verdict.AIM, Verdict.FLOOR, Verdict.BELOW);
  }

  private static Result latency(double millis) {
    return new Result("x", "ms", millis, List.of(millis), "", null, null, Bar.atMost(10, 3), "");
  }

  private static double noted(List<String> order, String name) {
    order.add(name);
    return 1;
  }

  private static Contender rates(double... rates) {
    Iterator<Double> next = java.util.Arrays.stream(rates).iterator();
    return next::next;
  }
}
