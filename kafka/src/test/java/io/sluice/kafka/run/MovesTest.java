package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovesTest {
  private static final String ONE = "10.0.0.5:8083";
  private static final String TWO = "10.0.0.6:8083";

  private final Set<String> gone = new HashSet<>();
  private final Moves moves = new Moves(worker -> !gone.contains(worker));

  @Test
  void what_is_there_at_the_first_look_is_no_news() {
    assertThat(moves.look(List.of(task("orders-sink", 1, ONE)))).isEmpty();
    assertThat(moves.look(List.of(task("orders-sink", 1, ONE)))).isEmpty();
  }

  @Test
  void a_task_of_a_worker_that_left_is_told_with_both_and_the_reason() {
    moves.look(List.of(task("orders", 0, TWO), task("orders-sink", 1, ONE)));
    gone.add(ONE);

    assertThat(moves.look(List.of(task("orders", 0, TWO)))).isEmpty(); // Nobody has it yet.
    assertThat(moves.look(List.of(task("orders", 0, TWO), task("orders-sink", 1, TWO))))
        .containsExactly(
            "orders-sink task 1: 10.0.0.5:8083 -> 10.0.0.6:8083 (worker 10.0.0.5:8083 left)");
  }

  @Test
  void a_worker_that_joined_is_the_reason_for_what_it_got() {
    moves.look(List.of(task("orders", 0, ONE), task("orders", 1, ONE)));

    assertThat(moves.look(List.of(task("orders", 0, ONE), task("orders", 1, TWO))))
        .containsExactly("orders task 1: " + ONE + " -> " + TWO + " (worker " + TWO + " joined)");
  }

  @Test
  void between_two_that_stay_tasks_were_spread_anew() {
    moves.look(List.of(task("orders", 0, ONE), task("orders", 1, ONE), task("other", 0, TWO)));

    assertThat(
            moves.look(
                List.of(task("orders", 0, ONE), task("orders", 1, TWO), task("other", 0, TWO))))
        .containsExactly("orders task 1: " + ONE + " -> " + TWO + " (tasks were spread anew)");
  }

  @Test
  void a_connector_that_was_removed_and_made_again_begins() {
    moves.look(List.of(task("orders", 0, ONE)));
    moves.keep(Set.of());

    assertThat(moves.look(List.of(task("orders", 0, TWO))))
        .containsExactly("orders task 0: on " + TWO);
  }

  private static Moves.Task task(String connector, int number, String worker) {
    return new Moves.Task(connector, number, worker);
  }
}
