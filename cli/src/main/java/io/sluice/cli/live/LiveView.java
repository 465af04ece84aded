package io.sluice.cli.live;

import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TerminalWidth;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.project.text.Figures;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run while it goes: a few lines that are redrawn in place when a person watches, a line every
 * few seconds when not, nothing at all for JSON. Call {@link #show} as often as you like; it prints
 * when there is reason to. One thread.
 */
public final class LiveView implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration PLAIN_LINE = Duration.ofSeconds(5);
  private static final int WIDEST = 80; // lines longer than this are hard to read
  private static final int TWO_COLUMNS = 64; // narrower, each figure has a line of its own

  /** How the view appears. */
  public enum Mode {
    /** Redrawn in place, for a terminal. */
    REDRAWN,
    /** A line now and then, for files and pipes. */
    LINES,
    /** Nothing, for {@code -o json}. */
    SILENT
  }

  private final PrintStream out;
  private final boolean colours;
  private final Mode mode;
  private final List<String> footer;
  private final TerminalWidth terminal;
  private final PrintStream errors;
  private final Warnings warnings = new Warnings();
  private final Meter meter = new Meter();
  private @Nullable SnapshotProgress progress;
  private @Nullable Instant shownAt;
  private @Nullable RunState shownState;
  private @Nullable String toldError;
  private long expected;
  private int drawn;
  private int width = WIDEST;
  private double rate;

  /**
   * @param around where it appears; a terminal decides between redrawing and lines
   * @param json whether the user asked for JSON, so that nothing may appear
   * @param footer faint lines below the figures, such as how to look inside
   */
  public LiveView(Surroundings around, boolean json, List<String> footer) {
    this.out = around.terminal() ? around.out() : around.err();
    this.colours = around.colours();
    this.mode = json ? Mode.SILENT : around.terminal() ? Mode.REDRAWN : Mode.LINES;
    this.footer = List.copyOf(footer);
    this.errors = around.err();
    this.terminal = TerminalWidth.of(around);
  }

  /** Shows a bar with the remaining time until this many records were delivered. */
  public void expect(long records) {
    if (mode != Mode.SILENT && records > 0 && expected == 0) {
      expected = records;
      progress = mode == Mode.REDRAWN ? new SnapshotProgress(records) : null;
    }
  }

  /** Takes in the status and shows it if it is time to. */
  public void show(RunStatus status) {
    Instant before = shownAt;
    Duration every = mode == Mode.REDRAWN ? REDRAW : PLAIN_LINE;
    boolean due =
        before == null || status.state() != shownState || !status.at().isBefore(before.plus(every));
    if (mode == Mode.SILENT || !due) {
      return;
    }
    shownAt = status.at();
    shownState = status.state();
    rate = meter.sample(status.at(), status.counts().delivered());
    if (mode == Mode.REDRAWN) {
      measure();
      redraw(lines(status));
    } else {
      out.println(line(status));
      out.flush();
    }
  }

  private void measure() {
    int now = Math.min(WIDEST, terminal.columns());
    if (now != width) {
      width = now;
      // The terminal has broken the last drawing's lines anew: how many there are, nobody knows.
      drawn = 0;
    }
  }

  /**
   * Where the log's warnings belong while this shows: into the drawing, of which only the newest is
   * seen, or else to standard error.
   */
  public PrintStream warnings() {
    return mode == Mode.REDRAWN ? warnings.stream() : errors;
  }

  /** How often {@link #show} is worth calling. */
  public Duration pace() {
    return REDRAW;
  }

  private List<String> lines(RunStatus status) {
    RunStatus.Counts counts = status.counts();
    List<String> lines = new ArrayList<>();
    Duration since = Duration.between(status.startedAt(), status.at());
    lines.add(
        Style.STRONG.of(status.pipeline(), colours)
            + "  "
            + stateStyle(status.state()).of(RunDocument.word(status.state()), colours)
            + Style.FAINT.of("  for " + Figures.time(since), colours));
    lines.add("");
    lines.addAll(
        pair(
            "rows delivered",
            Figures.count(counts.delivered()),
            "rows/s",
            Figures.perSecond(rate)));
    lines.addAll(pair("lag", time(status.lag()), "freshness", time(status.freshness())));
    lines.addAll(
        pair(
            "last checkpoint",
            checkpoint(status),
            "dead letters",
            counts.deadLettered() == 0 ? "0" : Style.WARNING.of(deadLetters(counts), colours)));
    if (counts.filtered() > 0 || status.restarts() > 0) {
      String filtered =
          counts.filtered() == RunStatus.UNKNOWN ? "-" : Figures.count(counts.filtered());
      lines.addAll(pair("filtered", filtered, "restarts", "" + status.restarts()));
    }
    SnapshotProgress bar = progress;
    if (bar != null) {
      String text = bar.at(counts.delivered(), width - 4);
      if (text == null) {
        progress = null;
      } else {
        lines.add("");
        lines.add("  " + text);
      }
    }
    String waitsFor = status.waitsFor();
    if (waitsFor != null) {
      lines.add("");
      wrapped("waits for " + waitsFor, 3).forEach(l -> lines.add(Style.WARNING.of(l, colours)));
    }
    RunError error = status.lastError();
    if (error != null) {
      lines.add("");
      wrapped("last error: " + error.message(), 3)
          .forEach(l -> lines.add(Style.BAD.of(l, colours)));
    }
    String warned = warnings.shown();
    if (warned != null) {
      lines.add("");
      wrapped(warned, 3).forEach(l -> lines.add(Style.WARNING.of(l, colours)));
    }
    if (!footer.isEmpty()) {
      lines.add("");
      footer.stream()
          .flatMap(f -> wrapped(f, 4).stream())
          .forEach(l -> lines.add(Style.FAINT.of(l, colours)));
    }
    return lines;
  }

  private static Style stateStyle(RunState state) {
    return switch (state) {
      case RUNNING, COMPLETED, STOPPED -> Style.GOOD;
      case STARTING, PAUSED, RETRYING, STOPPING, STALLED -> Style.WARNING;
      case FAILED -> Style.BAD;
    };
  }

  private String line(RunStatus status) {
    RunStatus.Counts counts = status.counts();
    RunError error = status.lastError();
    boolean troubled =
        status.state() == RunState.RETRYING
            || status.state() == RunState.FAILED
            || status.state() == RunState.STALLED;
    // Said once: the same words every few seconds would bury the rest.
    boolean told = error == null || error.message().equals(toldError);
    // What comes again, after it had passed, is news.
    toldError = !troubled || error == null ? null : error.message();
    return status.pipeline()
        + " "
        + RunDocument.word(status.state())
        + ": "
        + Figures.count(counts.delivered())
        + " rows"
        + (expected > 0 && counts.delivered() < expected
            ? " (" + counts.delivered() * 100 / expected + "% of the snapshot), "
            : ", ")
        + Figures.perSecond(rate)
        + ", lag "
        + time(status.lag())
        + ", fresh to "
        + time(status.freshness())
        + ", checkpoint "
        + checkpoint(status)
        + ", "
        + deadLetters(counts)
        + " dead letters"
        + (status.waitsFor() == null ? "" : ", waits for " + status.waitsFor())
        + (troubled && error != null && !told ? ", " + error.message() : "");
  }

  /** How many dead letters, in words where nobody knows. */
  public static String deadLetters(RunStatus.Counts counts) {
    return counts.deadLettered() == RunStatus.UNKNOWN
        ? "unknown"
        : Figures.count(counts.deadLettered());
  }

  private static String checkpoint(RunStatus status) {
    RunStatus.LastCheckpoint checkpoint = status.checkpoint();
    return checkpoint == null
        ? "none yet"
        : Figures.time(Duration.between(checkpoint.at(), status.at())) + " ago";
  }

  private static String time(@Nullable Duration duration) {
    return duration == null ? "-" : Figures.time(duration);
  }

  private List<String> pair(String left, String leftValue, String right, String rightValue) {
    String first = "  " + pad(left, 17);
    return width >= TWO_COLUMNS
        ? List.of(first + pad(leftValue, 20) + pad(right, 14) + rightValue)
        : List.of(first + leftValue, "  " + pad(right, 17) + rightValue);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** In lines that fit, broken at spaces where there are any. */
  private List<String> wrapped(String text, int mostLines) {
    List<String> lines = new ArrayList<>();
    String rest = text.replaceAll("\\p{Cntrl}+", " ");
    int room = width - 1;
    while (!rest.isEmpty() && lines.size() < mostLines) {
      int cut = Math.min(room, rest.length());
      int space = cut < rest.length() ? rest.lastIndexOf(' ', cut) : cut;
      cut = space > room / 2 ? space : cut;
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut).strip();
    }
    return lines;
  }

  /**
   * Up to where the last drawing began, then every line anew; none longer than the terminal is
   * wide, since it would become two.
   */
  private void redraw(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      frame.append('\r').append(TerminalWidth.cut(line, width - 1)).append("\u001b[K\n");
    }
    frame.append("\u001b[J");
    out.print(frame);
    out.flush();
    drawn = lines.size();
  }

  /** Leaves the last drawing where it is. */
  @Override
  public void close() {
    SnapshotProgress bar = progress;
    if (bar != null) {
      bar.close();
    }
    terminal.close();
    drawn = 0;
  }
}
