package io.sluice.cli.live;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar with the time that remains, as a line of the view; the library draws it, the view places
 * it. The total is the planner's estimate, so the bar ends a little early or late.
 */
final class SnapshotProgress implements AutoCloseable {
  private volatile String drawn = "";
  private final ProgressBar bar;
  private final long total;
  private volatile int width = 74;

  SnapshotProgress(long total) {
    this.total = total;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("snapshot")
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" rows", 1)
            // The view asks for every drawing itself.
            .setUpdateIntervalMillis((int) Duration.ofHours(1).toMillis())
            .setConsumer(new Line())
            .build();
  }

  /** The bar at this many rows, in a line of at most that width; null once it is full. */
  @Nullable String at(long rows, int mostWidth) {
    width = mostWidth;
    if (rows >= total) {
      close();
      return null;
    }
    bar.stepTo(rows);
    bar.refresh();
    return drawn.strip();
  }

  @Override
  public void close() {
    bar.close();
  }

  /** Keeps what the library draws, as wide as the terminal is by then. */
  private final class Line implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String line) {
      drawn = line;
    }

    @Override
    public void close() {}
  }
}
