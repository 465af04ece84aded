package io.sluice.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * How many columns the terminal has. Asks it once, and again after its window changed; what the
 * environment variable {@code COLUMNS} says counts for more. For one thread; close it so that
 * nobody listens to the window any longer.
 */
public final class TerminalWidth implements AutoCloseable {
  private static final int USUAL = 80;
  private static final int NARROWEST = 20;
  private static final String RESIZED = "WINCH";
  private static final String RESET = "\u001b[0m";

  private final Surroundings around;
  private final @Nullable SignalHandler before;
  private volatile boolean stale = true;
  private int columns = USUAL;

  private TerminalWidth(Surroundings around) {
    this.around = around;
    this.before = around.terminal() ? listen() : null;
  }

  /** The width of the terminal that these surroundings have; the usual one if they have none. */
  public static TerminalWidth of(Surroundings around) {
    return new TerminalWidth(around);
  }

  /** Columns, 20 at least. */
  public int columns() {
    if (stale) {
      stale = false;
      columns = Math.max(NARROWEST, said());
    }
    return columns;
  }

  /**
   * The text without what goes beyond the width. Escape sequences take no room; a style that was
   * cut off ends.
   */
  public static String cut(String line, int width) {
    int shown = 0;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '\u001b') {
        int end = line.indexOf('m', at);
        at = end < 0 ? line.length() : end + 1;
        continue;
      }
      if (shown == width) {
        return line.substring(0, at) + (line.indexOf('\u001b') < 0 ? "" : RESET);
      }
      shown++;
      at += Character.charCount(line.codePointAt(at));
    }
    return line;
  }

  private @Nullable SignalHandler listen() {
    try {
      return Signal.handle(new Signal(RESIZED), s -> stale = true);
    } catch (IllegalArgumentException e) {
      // A system without such a signal: the width at the start holds.
      return null;
    }
  }

  private int said() {
    String variable = around.environment().getOrDefault("COLUMNS", "");
    if (variable.matches("[1-9][0-9]{0,4}")) {
      return Integer.parseInt(variable);
    }
    return around.terminal() ? asked() : USUAL;
  }

  /** By {@code stty}, which every Unix has: Java itself does not know. */
  private static int asked() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      String[] rowsAndColumns = answer.strip().split(" ");
      int columns = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
      return columns > 0 ? columns : USUAL;
    } catch (IOException | NumberFormatException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  @Override
  public void close() {
    if (before != null) {
      Signal.handle(new Signal(RESIZED), before);
    }
  }
}
