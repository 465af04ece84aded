package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.Lineage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContinuityTest {

  private static final TimelineHistory NONE = new TimelineHistory(Map.of());

  @Test
  void a_position_within_the_servers_log_goes_on() {
    assertThat(broken(position(1, 500), server(1, 500), NONE)).isNull();
  }

  @Test
  void a_position_of_which_nothing_is_known_goes_on() {
    assertThat(broken(Lineage.UNKNOWN, server(3, 500), NONE)).isNull();
  }

  @Test
  void another_cluster_is_refused() {
    assertThat(broken(new Lineage("else", 1, 5, 10, 0), server(1, 500), NONE))
        .contains("cluster else")
        .contains("is cluster mine")
        .contains("database.hostname");
  }

  @Test
  void a_database_made_anew_under_the_same_name_is_refused() {
    assertThat(broken(new Lineage("mine", 1, 6, 10, 0), server(1, 500), NONE))
        .contains("number 6")
        .contains("has number 5");
  }

  @Test
  void a_log_that_ends_before_the_position_was_restored() {
    assertThat(broken(position(1, 0x1_0000_0501L), server(1, 0x1_0000_0500L), NONE))
        .contains("1/501")
        .contains("ends at 1/500")
        .contains("restored");
  }

  @Test
  void a_standby_whose_log_ends_before_the_position_is_waited_for() {
    ServerState standby =
        new ServerState(new ServerVersion(180_000), "mine", 1, 5, true, 400, Instant.EPOCH);

    assertThat(broken(position(1, 500), standby, NONE)).isNull();
    assertThat(standby.lineage().timeline()).isZero();
  }

  @Test
  void a_promoted_standby_that_had_everything_goes_on() {
    assertThat(broken(position(1, 500), server(2, 900), new TimelineHistory(Map.of(1, 500L))))
        .isNull();
  }

  @Test
  void a_standby_that_was_promoted_without_the_last_changes_is_refused() {
    assertThat(broken(position(1, 501), server(2, 900), new TimelineHistory(Map.of(1, 500L))))
        .contains("0/1F5")
        .contains("at 0/1F4")
        .contains("promoted");
  }

  @Test
  void a_former_primary_is_refused() {
    assertThat(broken(position(2, 400), server(1, 900), NONE))
        .contains("timeline 2")
        .contains("is on timeline 1")
        .contains("former primary");
  }

  @Test
  void a_history_names_where_each_timeline_was_left() {
    TimelineHistory history =
        TimelineHistory.parse(
            "1\t0/3000110\tno recovery target specified\n\n2\t1/A0\tbefore 2026-01-01\n");

    assertThat(history.ends()).isEqualTo(Map.of(1, 0x300_0110L, 2, 0x1_0000_00A0L));
  }

  @Test
  void what_is_lost_is_named_with_positions_times_and_tables() {
    String lost =
        Continuity.lost(
            new Lineage("mine", 1, 5, 0x100, 1_000_000),
            new ServerState(
                new ServerVersion(180_000), "mine", 1, 5, false, 0x200, Instant.ofEpochSecond(60)),
            List.of(new TableId("public", "a"), new TableId("public", "b")));

    assertThat(lost)
        .isEqualTo(
            "Changes committed behind log position 0/100 up to 0/200, between 1970-01-01T00:00:01Z"
                + " and 1970-01-01T00:01:00Z, can no longer be read. Tables concerned: public.a,"
                + " public.b");
  }

  private static @Nullable String broken(
      Lineage position, ServerState server, TimelineHistory history) {
    return Continuity.broken(position, server, history, "db:5432");
  }

  private static Lineage position(int timeline, long reached) {
    return new Lineage("mine", timeline, 5, reached, 0);
  }

  private static ServerState server(int timeline, long logEnd) {
    return new ServerState(
        new ServerVersion(180_000), "mine", timeline, 5, false, logEnd, Instant.EPOCH);
  }
}
