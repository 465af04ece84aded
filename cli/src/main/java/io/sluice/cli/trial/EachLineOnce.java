package io.sluice.cli.trial;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Passes each different line on once: a connector that waits for something says so again and again.
 * Written to under the lock of whoever writes a log.
 */
final class EachLineOnce extends OutputStream {
  /** What says something new each time is passed on whole: nobody keeps all of it. */
  private static final int REMEMBERED = 1000;

  private final PrintStream to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Set<String> passed = new HashSet<>();

  /**
   * @param to stays open
   */
  EachLineOnce(PrintStream to) {
    this.to = to;
  }

  @Override
  public void write(int b) {
    if (b != '\n') {
      line.write(b);
      return;
    }
    String whole = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (passed.size() == REMEMBERED) {
      passed.clear();
    }
    if (passed.add(whole)) {
      to.println(whole);
    }
  }

  @Override
  public void flush() {
    to.flush();
  }
}
