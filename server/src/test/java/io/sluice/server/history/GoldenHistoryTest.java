package io.sluice.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.Latency;
import io.sluice.server.access.Where;
import io.sluice.server.golden.StoredTables;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Series.SinkPoint;
import io.sluice.server.view.StateChange;
import io.sluice.state.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 10: how pipelines went. */
@ParameterizedClass
@CsvSource({"SQLITE, 1", "SQLITE, 2", "POSTGRESQL, 1", "POSTGRESQL, 2"})
class GoldenHistoryTest extends StoredTables {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);

  /** From here on each of several sinks is told. */
  private static final int SINKS = 2;

  GoldenHistoryTest(Where where, int version) {
    super(where, version, "server-history", "io/sluice/server/history/history-");
  }

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(1_772_366_400).plusSeconds(seconds);
  }

  @Override
  protected void install(Storage storage) {
    assertThat(new HistoryTables(storage)).isNotNull();
  }

  @Override
  protected void allIsRead(Storage storage) {
    HistoryTables tables = new HistoryTables(storage);
    long[] counts = new long[Latency.BUCKETS];
    counts[3] = 5;
    counts[4] = 2;
    List<Point> minutes = new ArrayList<>();
    minutes.add(
        new Point(
            at(0),
            Duration.ofMillis(59_500),
            1200,
            1190,
            10,
            4096,
            Duration.ofMillis(7),
            Duration.ofMillis(1500),
            Latency.of(counts, 300)));
    minutes.add(new Point(at(60), MINUTE, 0, 0, 0, 0, null, null, Latency.NONE));
    if (version() >= SINKS) {
      minutes.add(
          new Point(
              at(120),
              MINUTE,
              5,
              10,
              0,
              9,
              Duration.ofMillis(1),
              Duration.ofMillis(2),
              Latency.NONE,
              List.of(
                  new SinkPoint("lakes", 6, 202, Duration.ofMillis(41)),
                  new SinkPoint("graph", 5, 3, null))));
    }

    assertThat(tables.points("orders", MINUTE, at(-3600), at(3600)))
        .usingRecursiveComparison()
        .isEqualTo(minutes);
    assertThat(tables.points(QUARTER, at(-3600), at(3600)))
        .usingRecursiveComparison()
        .isEqualTo(
            Map.of(
                "invoices",
                List.of(
                    new Point(
                        at(-900),
                        QUARTER,
                        9_007_199_254_740_993L,
                        2,
                        1,
                        3,
                        Duration.ofMillis(4),
                        Duration.ofMillis(5),
                        Latency.NONE))));
    assertThat(tables.changes(null, at(3600), 10))
        .containsExactly(
            new StateChange(
                "orders", at(2), Optional.of(PipelineState.STARTING), PipelineState.RUNNING, ""),
            new StateChange(
                "orders",
                at(0).plusMillis(1),
                Optional.empty(),
                PipelineState.STARTING,
                "the file was applied"));
  }
}
