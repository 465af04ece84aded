package io.sluice.state.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.Where;
import io.sluice.state.history.Runs.Counts;
import io.sluice.state.history.Runs.Outcome;
import io.sluice.state.history.Runs.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class RunsTest {
  @TempDir Path folder;
  private final Where where;
  private Where.Place place;
  private final FixedClock clock = new FixedClock();
  private StateDatabase database;
  private Runs runs;

  RunsTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder);
    open();
  }

  private void open() {
    database = place.open(clock);
    runs = database.runs();
  }

  @AfterEach
  void end() {
    close();
    place.close();
  }

  private void close() {
    database.close();
  }

  @Test
  void a_run_that_was_started_is_unfinished() {
    long id = runs.start("shop", "v1", 4711);

    assertThat(runs.latest("shop"))
        .contains(
            new Run(
                id,
                "shop",
                "v1",
                4711,
                clock.instant(),
                null,
                clock.instant(),
                Outcome.UNFINISHED,
                Counts.NONE,
                "",
                null));
  }

  @Test
  void another_process_sees_how_it_goes() {
    long id = runs.start("shop", "v1", 4711);
    clock.forward(1000);
    runs.progress(id, new Counts(10, 7, 2, 1), "{\"lag\":3}");

    try (StateDatabase other = place.open(clock)) {
      Run seen = other.runs().latest("shop").orElseThrow();
      assertThat(seen.counts()).isEqualTo(new Counts(10, 7, 2, 1));
      assertThat(seen.status()).isEqualTo("{\"lag\":3}");
      assertThat(seen.seenAt()).isEqualTo(clock.instant());
    }
  }

  @Test
  void a_run_ends_with_outcome_counts_and_error() {
    long id = runs.start("shop", "v1", 4711);
    clock.forward(5000);

    runs.end(id, Outcome.FAILED, new Counts(3, 1, 1, 1), "the source is gone");

    Run run = runs.latest("shop").orElseThrow();
    assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(run.endedAt()).isEqualTo(clock.instant());
    assertThat(run.error()).isEqualTo("the source is gone");
    assertThat(run.counts()).isEqualTo(new Counts(3, 1, 1, 1));
  }

  @Test
  void of_a_pipeline_that_is_tried_for_ever_the_newest_runs_are_kept() {
    runs.start("other", "v1", 1);
    long first = runs.start("shop", "v1", 1);
    for (int i = 2; i <= Runs.KEPT + 5; i++) {
      runs.end(runs.start("shop", "v" + i, 1), Outcome.FAILED, Counts.NONE, "the source is gone");
    }

    assertThat(runs.list("shop", 10_000))
        .hasSize(Runs.KEPT)
        .extracting(Run::pipelineVersion)
        .startsWith("v" + (Runs.KEPT + 5))
        .endsWith("v6");
    assertThat(runs.latest("other")).isPresent();
    runs.progress(first, new Counts(1, 1, 0, 0), ""); // Of one that is forgotten.
    assertThat(runs.list("shop", 10_000)).hasSize(Runs.KEPT);
  }

  @Test
  void runs_are_listed_newest_first_and_by_pipeline() {
    runs.start("shop", "v1", 1);
    runs.start("other", "v1", 2);
    runs.start("shop", "v2", 3);

    assertThat(runs.list("shop", 10)).extracting(Run::pipelineVersion).containsExactly("v2", "v1");
    assertThat(runs.pipelines()).containsExactly("other", "shop");
    assertThat(runs.latest("nobody")).isEmpty();
  }
}
