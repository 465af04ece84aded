package io.sluice.cli.live;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The newest line of what was warned of, and how many there were: a drawing that is redrawn in
 * place has no room for all. Written by any thread, read by the one that draws.
 */
final class Warnings {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
  private @Nullable String newest; // guarded by this
  private int count; // guarded by this

  /** Where to write, a line each. */
  PrintStream stream() {
    return stream;
  }

  /** In words, or null when there was none. */
  synchronized @Nullable String shown() {
    String text = newest;
    if (text == null) {
      return null;
    }
    return count == 1 ? text : count + " warnings, the newest: " + text;
  }

  private synchronized void take(int b) {
    if (b != '\n') {
      line.write(b);
      return;
    }
    newest = line.toString(StandardCharsets.UTF_8).strip();
    count++;
    line.reset();
  }

  private final class Lines extends OutputStream {
    @Override
    public void write(int b) {
      take(b);
    }
  }
}
