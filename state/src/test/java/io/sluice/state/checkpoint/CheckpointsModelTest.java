package io.sluice.state.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.Where;
import io.sluice.state.lease.PipelineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Any sequence of steps against a model that keeps every epoch whole: deltas and pruning must never
 * show.
 */
class CheckpointsModelTest {
  private static final String P = "shop";

  /** One step; what it does depends on where the model stands. */
  record Step(
      Kind kind, int choice, Map<String, @Nullable String> offsets, Map<Integer, Long> ends) {
    enum Kind {
      PREPARE,
      COMMIT,
      DISCARD,
      RESET,
      REOPEN
    }
  }

  /** An epoch with everything that holds at its end. */
  record Whole(Map<String, String> offsets, Map<LaneName, Long> ends) {}

  private final TreeMap<Long, Whole> model = new TreeMap<>();
  private long committed;

  @Property(tries = 60)
  void every_known_epoch_reads_as_if_it_had_been_stored_whole(@ForAll("steps") List<Step> steps)
      throws IOException {
    walk(Where.FOLDER, steps);
  }

  @Property(tries = 15)
  void so_it_does_on_a_server(@ForAll("steps") List<Step> steps) throws IOException {
    walk(Where.POSTGRES, steps);
  }

  private void walk(Where where, List<Step> steps) throws IOException {
    model.clear(); // jqwik makes one instance for all tries
    committed = 0;
    Path folder = Files.createTempDirectory("sluice-model");
    FixedClock clock = new FixedClock();
    Where.Place place = where.in(folder);
    StateDatabase database = place.open(clock);
    try {
      for (Step step : steps) {
        if (step.kind() == Step.Kind.REOPEN) {
          database.close();
          database = place.open(clock);
        } else {
          take(step, database);
        }
        compare(database.checkpoints());
      }
    } finally {
      database.close();
      place.close();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
  }

  private void take(Step step, StateDatabase database) {
    Checkpoints checkpoints = database.checkpoints();
    long newest = model.isEmpty() ? 0 : model.lastKey();
    Whole last = wholeAt(newest);
    switch (step.kind()) {
      case PREPARE -> {
        Map<LaneName, Long> ends = new HashMap<>();
        step.ends().forEach((lane, end) -> ends.put(new LaneName("t", lane), end));
        long number = newest + 1 + step.choice() % 3;
        checkpoints.prepare(P, new EpochRecord(number, step.offsets(), ends, 1));
        model.put(number, new Whole(with(last.offsets(), step.offsets()), with(last.ends(), ends)));
      }
      case COMMIT -> {
        List<Long> open = List.copyOf(model.tailMap(committed, false).keySet());
        if (!open.isEmpty()) {
          long epoch = open.get(step.choice() % open.size());
          checkpoints.commit(P, epoch);
          if (committed > 0) {
            model.headMap(committed, false).clear();
          }
          committed = epoch;
        }
      }
      case DISCARD -> {
        long keep = committed + step.choice() % 4;
        checkpoints.discardPreparedAfter(P, keep);
        model.tailMap(keep, false).clear();
      }
      case RESET -> {
        Map<String, String> before = wholeAt(committed).offsets();
        try (PipelineLock lock = database.lock(P)) {
          committed = checkpoints.reset(lock, Reset.only(step.offsets()), "x", "").epoch();
        }
        model.clear();
        model.put(committed, new Whole(with(before, step.offsets()), last.ends()));
      }
      case REOPEN -> throw new AssertionError("not here");
    }
  }

  private Whole wholeAt(long epoch) {
    return model.getOrDefault(epoch, new Whole(Map.of(), Map.of()));
  }

  private void compare(Checkpoints checkpoints) {
    assertThat(checkpoints.epochs(P))
        .extracting(Checkpoint::epoch)
        .containsExactlyElementsOf(model.keySet());
    assertThat(checkpoints.lastCommitted(P).map(Checkpoint::epoch).orElse(0L)).isEqualTo(committed);
    model.forEach(
        (epoch, whole) -> {
          assertThat(checkpoints.sourceOffsetsAt(P, epoch)).isEqualTo(whole.offsets());
          assertThat(checkpoints.laneEndsAt(P, epoch)).isEqualTo(whole.ends());
        });
  }

  private static <K, V> Map<K, V> with(Map<K, V> before, Map<K, ? extends @Nullable V> delta) {
    Map<K, V> after = new HashMap<>(before);
    delta.forEach(
        (key, value) -> {
          if (value == null) {
            after.remove(key);
          } else {
            after.put(key, value);
          }
        });
    return after;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Map<String, @Nullable String>> offsets =
        Arbitraries.maps(
                Arbitraries.of("p1", "p2", "p3"),
                Arbitraries.integers().between(0, 99).map(String::valueOf).injectNull(0.2))
            .ofMaxSize(3);
    Arbitrary<Map<Integer, Long>> ends =
        Arbitraries.maps(Arbitraries.of(0, 1), Arbitraries.longs().between(0, 1000)).ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(8, Step.Kind.PREPARE),
                net.jqwik.api.Tuple.of(6, Step.Kind.COMMIT),
                net.jqwik.api.Tuple.of(2, Step.Kind.DISCARD),
                net.jqwik.api.Tuple.of(1, Step.Kind.RESET),
                net.jqwik.api.Tuple.of(1, Step.Kind.REOPEN)),
            Arbitraries.integers().between(0, 9),
            offsets,
            ends)
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }
}
