package io.sluice.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.figures.LatencyMeter;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.Series;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Series.SinkPoint;
import io.sluice.server.view.StateChange;
import io.sluice.server.view.Views;
import io.sluice.state.StateDatabase;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happened is told for as long as it is promised, and no longer; restarts take nothing. */
@Timeout(120)
class HistoryTest {

  /** A database that counts what is read of it. */
  private record CountedReads(Storage storage, AtomicInteger reads) implements Storage {
    @Override
    public Dialect dialect() {
      return storage.dialect();
    }

    @Override
    public void install(Schema schema) {
      storage.install(schema);
    }

    @Override
    public <T> T write(Durability durability, SqlWork<T> work) {
      return storage.write(durability, work);
    }

    @Override
    public <T> T read(SqlWork<T> work) {
      reads.incrementAndGet();
      return storage.read(work);
    }

    @Override
    public void probe() {
      storage.probe();
    }

    @Override
    public void close() {
      storage.close();
    }
  }

  abstract static class Cases {
    private final HandClock clock = new HandClock(Views.START);
    private final Views shop = new Views();

    private final List<Storage> opened = new ArrayList<>();

    abstract Storage open();

    private Storage storage() {
      Storage storage = open();
      opened.add(storage);
      return storage;
    }

    @AfterEach
    void closeStorages() {
      opened.forEach(Storage::close);
    }

    private History history() {
      return new History(storage(), clock);
    }

    /** Looks once a second, while so many records come each second. */
    private void seconds(History history, int seconds, long recordsEach) {
      for (int i = 0; i < seconds; i++) {
        clock.advance(Duration.ofSeconds(1));
        shop.polled += recordsEach;
        shop.delivered += recordsEach;
        history.lookAndWrite(List.of(shop.make()));
      }
    }

    /** The same a look a minute, for long times. */
    private void minutes(History history, int minutes, long recordsEach) {
      for (int i = 0; i < minutes; i++) {
        clock.advance(Duration.ofMinutes(1));
        shop.polled += recordsEach;
        shop.delivered += recordsEach;
        history.lookAndWrite(List.of(shop.make()));
      }
    }

    private static long delivered(Series series) {
      return series.points().stream().mapToLong(Point::delivered).sum();
    }

    @Test
    void the_state_is_not_asked_for_what_is_in_memory() {
      AtomicInteger reads = new AtomicInteger();
      Storage storage = storage();
      try (History history = new History(new CountedReads(storage, reads), clock)) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 16 * 60, 7);
        int before = reads.get();

        Series series = history.series("shop", Duration.ofMinutes(15), 1_000);

        assertThat(delivered(series)).isBetween(14L * 60 * 7, 15L * 60 * 7);
        assertThat(reads.get()).isEqualTo(before);
        history.series("shop", Duration.ofHours(1), 1_000);
        assertThat(reads.get()).isGreaterThan(before);
      }
    }

    @Test
    void the_last_minutes_are_told_in_steps_of_five_seconds() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 60, 7);

        Series series = history.series("shop", Duration.ofMinutes(15), 1_000);

        assertThat(series.step()).isEqualTo(Duration.ofSeconds(5));
        assertThat(series.points()).hasSize(12).allMatch(point -> point.rate() == 7);
        assertThat(delivered(series)).isEqualTo(420);
        assertThat(history.rates("shop").delivered()).isEqualTo(7);
        assertThat(history.rates("shop").sinks()).extracting("records").containsExactly(7.0);
        assertThat(history.recently("shop").orElseThrow().delivered()).isEqualTo(420);
      }
    }

    @Test
    void what_was_there_before_anybody_looked_is_not_a_rate() {
      shop.polled = 1_000_000;
      shop.delivered = 1_000_000;
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 10, 1);

        assertThat(delivered(history.series("shop", Duration.ofMinutes(15), 1_000))).isEqualTo(10);
      }
    }

    @Test
    void counts_that_go_back_after_a_failure_or_begin_anew_with_a_run_count_once() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 10, 10);
        shop.polled = 40;
        shop.delivered = 40; // Back to the checkpoint.
        seconds(history, 10, 10);
        assertThat(delivered(history.series("shop", Duration.ofMinutes(15), 1_000))).isEqualTo(140);

        shop.runStartedAt = clock.instant();
        shop.polled = 0;
        shop.delivered = 0;
        seconds(history, 10, 10);

        assertThat(delivered(history.series("shop", Duration.ofMinutes(15), 1_000))).isEqualTo(240);
      }
    }

    @Test
    void of_several_sinks_each_is_told_of_whether_it_is_in_memory_or_on_disk() {
      shop.sinks = List.of("warehouse", "search");
      shop.lags = Map.of("search", Duration.ofSeconds(40));
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 180, 7);

        Series fine = history.series("shop", Duration.ofMinutes(15), 1_000);

        assertThat(fine.points().get(0).sinks())
            .containsExactly(
                new SinkPoint("warehouse", 35, 0, Duration.ZERO),
                new SinkPoint("search", 35, 0, Duration.ofSeconds(40)));
        assertThat(fine.points().get(0).rate(fine.points().get(0).sinks().get(1))).isEqualTo(7);
      }
      try (History another = history()) {
        minutes(another, 30, 0);

        List<Point> quarters = another.series("shop", Duration.ofDays(2), 1_000).points();

        assertThat(quarters.stream().flatMap(point -> point.sinks().stream()))
            .filteredOn(sink -> sink.sink().equals("search"))
            .isNotEmpty()
            .allMatch(sink -> Duration.ofSeconds(40).equals(sink.lag()))
            .extracting(SinkPoint::records)
            .satisfies(
                counts ->
                    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(1_260));
      }
    }

    @Test
    void of_one_sink_alone_the_pipelines_own_figures_tell() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 70, 7);

        assertThat(history.series("shop", Duration.ofHours(1), 1_000).points())
            .isNotEmpty()
            .allMatch(point -> point.sinks().isEmpty());
      }
    }

    @Test
    void a_day_is_told_in_minutes_and_a_month_in_quarters_of_an_hour_and_nothing_is_lost() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        minutes(history, 2 * 24 * 60, 60);

        Series day = history.series("shop", Duration.ofHours(24), 10_000);
        assertThat(day.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(day.points()).hasSizeBetween(1_439, 1_441);
        assertThat(delivered(day)).isBetween(1_439L * 60, 1_441L * 60);

        Series month = history.series("shop", Duration.ofDays(30), 10_000);
        assertThat(month.step()).isEqualTo(Duration.ofMinutes(15));
        assertThat(delivered(month)).isEqualTo(2L * 24 * 60 * 60);
        assertThat(month.points()).hasSizeBetween(2 * 96, 2 * 96 + 30);

        Series coarse = history.series("shop", Duration.ofHours(24), 100);
        assertThat(coarse.step()).isEqualTo(Duration.ofMinutes(15));
        assertThat(coarse.points()).hasSizeLessThanOrEqualTo(97);
        assertThat(delivered(coarse)).isEqualTo(delivered(day));
      }
    }

    @Test
    void latency_over_a_time_is_the_distribution_of_all_that_came_in_it() {
      LatencyMeter meter = new LatencyMeter();
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        for (int minute = 0; minute < 40; minute++) {
          meter.add(minute < 20 ? 10 : 5_000, 100);
          shop.latency = meter.read();
          minutes(history, 1, 100);
        }

        Series month = history.series("shop", Duration.ofDays(2), 10_000);

        Latency all =
            month.points().stream().map(Point::latency).reduce(Latency.NONE, Latency::plus);
        assertThat(all).isEqualTo(meter.read());
        assertThat(month.points().get(0).latency().percentile(1)).hasValue(10);
      }
    }

    @Test
    void a_server_that_starts_again_knows_what_was_before_and_a_killed_one_lost_a_minute_at_most() {
      History killed = history(); // Never closed.
      killed.lookAndWrite(List.of(shop.make()));
      seconds(killed, 150, 10);
      try (History history = history()) {
        Series before = history.series("shop", Duration.ofMinutes(15), 1_000);
        assertThat(delivered(before)).isBetween(1_500L - 600, 1_500L);
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 30, 10);
      }

      try (History history = history()) {
        Series all = history.series("shop", Duration.ofHours(1), 1_000);
        assertThat(delivered(all)).isBetween(1_800L - 600, 1_800L);
      }
    }

    @Test
    void changes_of_state_are_told_with_their_reasons_the_newest_first() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        clock.advance(Duration.ofSeconds(30));
        shop.state = PipelineState.FAILED;
        shop.since = clock.instant().minusMillis(300);
        shop.lastError = Views.error(clock.instant(), "sink warehouse", "", "no table");
        history.lookAndWrite(List.of(shop.make()));

        List<StateChange> waiting = history.changes("shop", clock.instant(), 10);
        seconds(history, 120, 0);
        List<StateChange> written = history.changes(clock.instant(), 10);

        assertThat(waiting).isEqualTo(written).hasSize(2);
        assertThat(written.get(0))
            .isEqualTo(
                new StateChange(
                    "shop",
                    Instant.parse("2030-01-01T00:00:29.700Z"),
                    Optional.of(PipelineState.RUNNING),
                    PipelineState.FAILED,
                    "sink warehouse: no table"));
        assertThat(history.changes("another", clock.instant(), 10)).isEmpty();
      }
    }

    @Test
    void changes_of_some_are_not_pushed_out_by_those_of_others() {
      try (History history = history()) {
        Instant at = clock.instant();
        List<StateChange> changes = new ArrayList<>();
        changes.add(new StateChange("shop", at, Optional.empty(), PipelineState.RUNNING, ""));
        for (int i = 1; i <= 20; i++) {
          changes.add(
              new StateChange(
                  "flaps", at.plusSeconds(i), Optional.empty(), PipelineState.FAILED, ""));
        }
        new HistoryTables(storage()).add(Duration.ofMinutes(1), Map.of(), changes);

        Instant now = at.plusSeconds(60);
        assertThat(history.changes(Set.of("shop", "none"), now, 5))
            .extracting(StateChange::pipeline)
            .containsExactly("shop");
        assertThat(history.changes(Set.of("shop", "flaps"), now, 100)).hasSize(21);
        assertThat(history.changes(Set.of(), now, 5)).isEmpty();
      }
    }

    @Test
    void what_is_older_than_its_time_is_forgotten_and_so_is_a_pipeline_that_flaps() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        for (int i = 0; i < Archive.MOST_CHANGES + 200; i++) {
          shop.state = i % 2 == 0 ? PipelineState.STALLED : PipelineState.RUNNING;
          shop.since = clock.instant();
          minutes(history, 1, 1);
        }
        minutes(history, 30, 1);
        HistoryTables tables = new HistoryTables(storage());

        assertThat(history.changes("shop", clock.instant(), 10_000)).hasSize(Archive.MOST_CHANGES);
        clock.advance(Duration.ofDays(31));
        minutes(history, 20, 1);
        assertThat(history.changes("shop", clock.instant(), 10_000)).isEmpty();
        assertThat(tables.edge(Archive.MINUTE, false).orElseThrow())
            .isAfter(clock.instant().minus(Duration.ofMinutes(22)));
        assertThat(tables.edge(Archive.QUARTER, false).orElseThrow())
            .isAfter(clock.instant().minus(Duration.ofMinutes(40)));
      }
    }

    @Test
    void a_pipeline_that_is_gone_leaves_what_it_did() {
      try (History history = history()) {
        history.lookAndWrite(List.of(shop.make()));
        seconds(history, 20, 5);
        history.lookAndWrite(List.of());
        clock.advance(Duration.ofMinutes(2));
        history.lookAndWrite(List.of());

        assertThat(delivered(history.series("shop", Duration.ofHours(1), 1_000))).isEqualTo(100);
        assertThat(history.rates("shop").delivered()).isZero();
      }
    }
  }

  @Nested
  class OnSqlite extends Cases {
    @TempDir Path folder;

    @Override
    Storage open() {
      return StateDatabase.open(folder, new HandClock());
    }
  }

  @Nested
  class OnPostgres extends Cases {
    private final String url = PostgresServer.shared().newDatabase().jdbcUrl();

    @Override
    Storage open() {
      return PostgresStorage.open(new PostgresAddress(url, null, null));
    }
  }
}
