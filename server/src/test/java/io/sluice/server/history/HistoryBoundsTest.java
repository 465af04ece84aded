package io.sluice.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.LatencyMeter;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Views;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a day of many pipelines takes on the disk, looked at each second as a server does, with
 * figures as a busy server has them; one of the pipelines changes its state each second.
 */
@Tag("long")
@Timeout(600)
class HistoryBoundsTest {
  private static final int PIPELINES = 200;
  private static final int SECONDS = 26 * 60 * 60;
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final long LEAST = 10_000_000;
  private static final long MOST = 100_000_000;
  private static final String TROUBLED = "pipeline-0";

  @TempDir Path folder;
  private final HandClock clock = new HandClock(Views.START);

  @Test
  void a_day_of_two_hundred_pipelines_takes_less_than_a_hundred_megabytes() throws IOException {
    try (StateDatabase state = StateDatabase.open(folder, clock);
        History history = new History(state, clock)) {
      aDay(history);
      isWhole(history);
    }

    assertThat(bytes(folder)).isBetween(LEAST, MOST);
  }

  private void aDay(History history) {
    SplittableRandom random = new SplittableRandom(5);
    LatencyMeter meter = new LatencyMeter();
    Views view = new Views();
    view.polled = 1L << 40;
    view.delivered = 1L << 40;
    view.bytes = 1L << 50;
    view.sinks = List.of("warehouse", "search");
    for (int second = 0; second < SECONDS; second++) {
      clock.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 5; i++) {
        // From a few milliseconds to some seconds, as commits take.
        meter.add((long) Math.exp(3.5 + 1.2 * gaussian(random)), random.nextLong(1, 5_000));
      }
      view.polled += 50_000 + random.nextLong(15_000);
      view.delivered = view.polled;
      view.bytes += 15_000_000 + random.nextLong(1_500_000);
      view.lag = Duration.ofMillis(random.nextLong(10_000));
      view.freshness = Duration.ofMillis(random.nextLong(10_000));
      view.latency = meter.read();
      history.lookAndWrite(all(view, second));
    }
  }

  private void isWhole(History history) {
    List<Point> day = history.series("pipeline-7", Duration.ofHours(24), 10_000).points();
    assertThat(day).hasSizeBetween(24 * MINUTE - 1, 24 * MINUTE + 1);
    assertThat(day).allMatch(point -> point.latency().records() > 0);
    assertThat(day).allMatch(point -> point.sinks().size() == 2);
    for (int i = 1; i < day.size(); i++) {
      Point before = day.get(i - 1);
      assertThat(day.get(i).at())
          .as("begin of the minute behind the one at %s", before.at())
          .isEqualTo(before.at().plus(before.watched()));
    }
    // Those of the last quarter of an hour come on top, until the next one is over.
    assertThat(history.changes(TROUBLED, clock.instant(), 100_000))
        .hasSizeBetween(Archive.MOST_CHANGES, Archive.MOST_CHANGES + HOUR / 2);
  }

  private List<PipelineView> all(Views view, int second) {
    List<PipelineView> all = new ArrayList<>(PIPELINES);
    for (int i = 0; i < PIPELINES; i++) {
      view.name = "pipeline-" + i;
      boolean troubled = i == 0 && second % 2 == 0;
      view.state = troubled ? PipelineState.RETRYING : PipelineState.RUNNING;
      view.since = i == 0 ? clock.instant() : Views.START;
      all.add(view.make());
    }
    return all;
  }

  private static double gaussian(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(
              file -> {
                try {
                  return Files.size(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .sum();
    }
  }
}
