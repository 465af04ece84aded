package io.sluice.state.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.Where;
import io.sluice.state.history.Audit;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class CheckpointsTest {
  private static final String P = "shop";
  private static final String SERVER = "{\"server\":\"a\"}";
  private static final String OTHER = "{\"server\":\"b\"}";
  private static final LaneName LANE = new LaneName("orders", 0);
  private static final LaneName LANE_1 = new LaneName("orders", 1);

  @TempDir Path folder;
  private final Where where;
  private Where.Place place;
  private final FixedClock clock = new FixedClock();
  private StateDatabase database;
  private Checkpoints checkpoints;

  CheckpointsTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder);
    open();
  }

  private void open() {
    database = place.open(clock);
    checkpoints = database.checkpoints();
  }

  @AfterEach
  void end() {
    close();
    place.close();
  }

  private void close() {
    database.close();
  }

  private void reopen() {
    close();
    open();
  }

  private static EpochRecord epoch(long number, String offset, long laneEnd) {
    return new EpochRecord(number, Map.of(SERVER, offset), Map.of(LANE, laneEnd), 10, "1x1");
  }

  @Test
  void a_pipeline_that_never_ran_has_no_checkpoint() {
    assertThat(checkpoints.lastCommitted(P)).isEmpty();
    assertThat(checkpoints.epochs(P)).isEmpty();
    assertThat(checkpoints.pipelines()).isEmpty();
  }

  @Test
  void a_prepared_epoch_is_known_but_is_no_checkpoint() {
    checkpoints.prepare(P, epoch(1, "10", 5));

    assertThat(checkpoints.lastCommitted(P)).isEmpty();
    assertThat(checkpoints.preparedSinceCommit(P))
        .containsExactly(new Checkpoint(P, 1, "1x1", 10, clock.instant(), null, false));
    assertThat(checkpoints.sourceOffsetsAt(P, 1)).containsExactly(Map.entry(SERVER, "10"));
    assertThat(checkpoints.laneEndsAt(P, 1)).containsExactly(Map.entry(LANE, 5L));
  }

  @Test
  void a_committed_epoch_is_the_checkpoint_after_a_restart() {
    checkpoints.prepare(P, epoch(1, "10", 5));
    clock.forward(200);
    checkpoints.commit(P, 1);

    reopen();

    Checkpoint last = checkpoints.lastCommitted(P).orElseThrow();
    assertThat(last.epoch()).isEqualTo(1);
    assertThat(last.committedAt()).isEqualTo(clock.instant());
    assertThat(checkpoints.preparedSinceCommit(P)).isEmpty();
  }

  @Test
  void an_epoch_names_only_what_moved_and_the_rest_stays() {
    checkpoints.prepare(
        P, new EpochRecord(1, Map.of(SERVER, "10", OTHER, "77"), Map.of(LANE, 5L, LANE_1, 8L), 1));
    checkpoints.prepare(P, epoch(2, "20", 6));

    assertThat(checkpoints.sourceOffsetsAt(P, 2)).isEqualTo(Map.of(SERVER, "20", OTHER, "77"));
    assertThat(checkpoints.laneEndsAt(P, 2)).isEqualTo(Map.of(LANE, 6L, LANE_1, 8L));
    assertThat(checkpoints.sourceOffsetsAt(P, 1)).isEqualTo(Map.of(SERVER, "10", OTHER, "77"));
  }

  @Test
  void a_partition_with_a_null_offset_is_forgotten() {
    checkpoints.prepare(P, new EpochRecord(1, Map.of(SERVER, "10", OTHER, "77"), Map.of(), 1));
    Map<String, @Nullable String> forget = new HashMap<>();
    forget.put(OTHER, null);
    checkpoints.prepare(P, new EpochRecord(2, forget, Map.of(), 1));

    assertThat(checkpoints.sourceOffsetsAt(P, 2)).isEqualTo(Map.of(SERVER, "10"));
    assertThat(checkpoints.sourceOffsetsAt(P, 1)).isEqualTo(Map.of(SERVER, "10", OTHER, "77"));
  }

  @Test
  void everything_prepared_since_the_last_commit_and_one_commit_before_it_can_be_found() {
    for (int e = 1; e <= 6; e++) {
      checkpoints.prepare(P, epoch(e, "" + e * 10, e));
      if (e <= 4) {
        checkpoints.commit(P, e);
      }
    }

    assertThat(checkpoints.epochs(P)).extracting(Checkpoint::epoch).containsExactly(3L, 4L, 5L, 6L);
    for (int e = 3; e <= 6; e++) {
      assertThat(checkpoints.sourceOffsetsAt(P, e)).containsEntry(SERVER, "" + e * 10);
      assertThat(checkpoints.laneEndsAt(P, e)).containsEntry(LANE, (long) e);
    }
  }

  @Test
  void what_a_commit_supersedes_takes_no_room() {
    checkpoints.prepare(P, new EpochRecord(1, Map.of(OTHER, "77"), Map.of(LANE_1, 3L), 1));
    for (int e = 2; e <= 500; e++) {
      checkpoints.prepare(P, epoch(e, "" + e, e));
      checkpoints.commit(P, e);
    }

    assertThat(rows("source_offset")).isEqualTo(3);
    assertThat(rows("lane_end")).isEqualTo(3);
    assertThat(rows("epoch")).isEqualTo(2);
    assertThat(checkpoints.sourceOffsetsAt(P, 500)).isEqualTo(Map.of(SERVER, "500", OTHER, "77"));
  }

  @Test
  void an_epoch_of_a_used_number_is_refused() {
    checkpoints.prepare(P, epoch(2, "20", 5));

    assertMisuse(() -> checkpoints.prepare(P, epoch(2, "30", 6)), "epoch 2");
    assertMisuse(() -> checkpoints.prepare(P, epoch(1, "30", 6)), "epoch 1");
    assertThat(checkpoints.sourceOffsetsAt(P, 2)).containsEntry(SERVER, "20");
  }

  @Test
  void invariant_2_a_commit_never_moves_back() {
    checkpoints.prepare(P, epoch(1, "10", 5));
    checkpoints.prepare(P, epoch(2, "20", 6));
    checkpoints.commit(P, 2);

    assertMisuse(() -> checkpoints.commit(P, 1), "epoch 1");
    assertThat(checkpoints.lastCommitted(P).orElseThrow().epoch()).isEqualTo(2);
  }

  @Test
  void committing_the_last_committed_epoch_again_changes_nothing() {
    checkpoints.prepare(P, epoch(1, "10", 5));
    checkpoints.commit(P, 1);
    Checkpoint before = checkpoints.lastCommitted(P).orElseThrow();
    clock.forward(1000);

    checkpoints.commit(P, 1);

    assertThat(checkpoints.lastCommitted(P)).contains(before);
  }

  @Test
  void only_what_was_prepared_is_committed() {
    checkpoints.prepare(P, epoch(1, "10", 5));

    assertMisuse(() -> checkpoints.commit(P, 2), "epoch 2 is not known");
    assertThat(checkpoints.lastCommitted(P)).isEmpty();
  }

  @Test
  void a_superseded_epoch_is_not_known_any_more() {
    for (int e = 1; e <= 3; e++) {
      checkpoints.prepare(P, epoch(e, "" + e, e));
      checkpoints.commit(P, e);
    }

    assertMisuse(() -> checkpoints.sourceOffsetsAt(P, 1), "superseded");
    assertMisuse(() -> checkpoints.laneEndsAt(P, 1), "superseded");
  }

  @Test
  void discarding_forgets_what_was_only_prepared_beyond_the_place_of_resumption() {
    for (int e = 1; e <= 4; e++) {
      checkpoints.prepare(P, epoch(e, "" + e, e));
    }
    checkpoints.commit(P, 1);

    checkpoints.discardPreparedAfter(P, 2);
    checkpoints.prepare(P, epoch(3, "33", 33));

    assertThat(checkpoints.epochs(P)).extracting(Checkpoint::epoch).containsExactly(1L, 2L, 3L);
    assertThat(checkpoints.sourceOffsetsAt(P, 3)).containsEntry(SERVER, "33");
  }

  @Test
  void invariant_2_discarding_never_touches_what_was_committed() {
    checkpoints.prepare(P, epoch(1, "1", 1));
    checkpoints.prepare(P, epoch(2, "2", 2));
    checkpoints.commit(P, 2);

    assertMisuse(() -> checkpoints.discardPreparedAfter(P, 1), "2 is committed");
    assertThat(checkpoints.sourceOffsetsAt(P, 2)).containsEntry(SERVER, "2");
  }

  @Test
  void pipelines_do_not_see_each_other() {
    checkpoints.prepare("a", epoch(1, "10", 5));
    checkpoints.prepare("b", epoch(9, "90", 9));
    checkpoints.commit("b", 9);
    checkpoints.discardPreparedAfter("b", 9);

    assertThat(checkpoints.lastCommitted("a")).isEmpty();
    assertThat(checkpoints.sourceOffsetsAt("a", 1)).containsEntry(SERVER, "10");
    assertThat(checkpoints.pipelines()).isEqualTo(List.of("a", "b"));
  }

  @Test
  void a_preview_of_a_reset_changes_nothing() {
    checkpoints.prepare(P, epoch(1, "10", 5));
    checkpoints.commit(P, 1);
    List<Checkpoint> before = checkpoints.epochs(P);

    ResetOutcome outcome = checkpoints.preview(P, Reset.toTheBeginning());

    assertThat(outcome).isEqualTo(new ResetOutcome(2, Map.of(SERVER, "10"), Map.of()));
    assertThat(checkpoints.epochs(P)).isEqualTo(before);
    assertThat(database.audit().list(P, 10)).isEmpty();
  }

  @Test
  void a_reset_moves_only_what_it_names_and_is_recorded() {
    checkpoints.prepare(P, new EpochRecord(1, Map.of(SERVER, "10", OTHER, "77"), Map.of(), 1));
    checkpoints.commit(P, 1);

    try (PipelineLock lock = database.lock(P)) {
      checkpoints.reset(lock, Reset.only(Map.of(SERVER, "5")), "ada", "lost a table");
    }

    Checkpoint last = checkpoints.lastCommitted(P).orElseThrow();
    assertThat(last.reset()).isTrue();
    assertThat(checkpoints.sourceOffsetsAt(P, last.epoch()))
        .isEqualTo(Map.of(SERVER, "5", OTHER, "77"));
    Audit.Entry entry = database.audit().list(P, 10).get(0);
    assertThat(entry.who()).isEqualTo("ada");
    assertThat(entry.action()).isEqualTo("offsets.reset");
    assertThat(entry.reason()).isEqualTo("lost a table");
    assertThat(CanonicalJson.read(entry.before())).containsEntry(SERVER, "10");
    assertThat(CanonicalJson.read(entry.after())).containsEntry(SERVER, "5");
  }

  @Test
  void after_a_reset_the_lanes_go_on_where_any_sink_could_be() {
    checkpoints.prepare(P, epoch(1, "10", 5));
    checkpoints.commit(P, 1);
    checkpoints.prepare(P, epoch(2, "20", 9));

    ResetOutcome outcome;
    try (PipelineLock lock = database.lock(P)) {
      outcome = checkpoints.reset(lock, Reset.toTheBeginning(), "ada", "");
    }

    assertThat(checkpoints.epochs(P)).extracting(Checkpoint::epoch).containsExactly(3L);
    assertThat(outcome.epoch()).isEqualTo(3);
    assertThat(checkpoints.sourceOffsetsAt(P, 3)).isEmpty();
    assertThat(checkpoints.laneEndsAt(P, 3)).isEqualTo(Map.of(LANE, 9L));
  }

  @Test
  void a_reset_without_the_lock_is_refused() {
    checkpoints.prepare(P, epoch(1, "10", 5));
    PipelineLock lock = database.lock(P);
    lock.close();

    assertThatThrownBy(() -> checkpoints.reset(lock, Reset.toTheBeginning(), "ada", ""))
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.kind()).isEqualTo(StateException.Kind.LOCKED));
    assertThat(checkpoints.sourceOffsetsAt(P, 1)).containsEntry(SERVER, "10");
  }

  private static void assertMisuse(Runnable call, String expected) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.kind()).isEqualTo(StateException.Kind.MISUSE))
        .hasMessageContaining(expected);
  }

  private int rows(String table) {
    return database.read(
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
          }
        });
  }
}
