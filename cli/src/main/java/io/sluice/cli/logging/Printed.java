package io.sluice.cli.logging;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What plugins and libraries print, by {@code System.out} and {@code System.err}. Standard output
 * is for results, which programs read, and a drawing in place bears nothing in between: so it goes,
 * a line each and without secrets, to standard error, or into a file while a {@link Logs} keeps it.
 * Safe for all threads.
 */
public final class Printed {
  /** A line that does not end is cut, so that it is not kept in memory. */
  private static final int LONGEST_LINE = 64 << 10;

  private volatile Consumer<String> target;

  private Printed(Consumer<String> target) {
    this.target = target;
  }

  /** From here on, in the whole process. */
  public static void divert(PrintStream error, UnaryOperator<String> redaction) {
    Printed printed = new Printed(line -> error.println(redaction.apply(line)));
    System.setOut(new Diverted(printed));
    System.setErr(new Diverted(printed));
  }

  /**
   * Lines go there until what this returns is run; nothing changes where nothing was diverted.
   *
   * @param target called by any thread
   */
  static Runnable keep(Consumer<String> target) {
    return System.out instanceof Diverted diverted ? diverted.printed.keepIn(target) : () -> {};
  }

  private Runnable keepIn(Consumer<String> other) {
    Consumer<String> before = target;
    target = other;
    return () -> target = before;
  }

  private void line(String text) {
    target.accept(text);
  }

  /** The one place where the process can be asked whether something is diverted. */
  private static final class Diverted extends PrintStream {
    private final Printed printed;

    Diverted(Printed printed) {
      super(new Lines(printed::line), true, StandardCharsets.UTF_8);
      this.printed = printed;
    }
  }

  /** Hands over whole lines. */
  static final class Lines extends OutputStream {
    private final Consumer<String> target;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // guarded by this

    Lines(Consumer<String> target) {
      this.target = target;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n' || line.size() >= LONGEST_LINE) {
        hand();
      }
      if (b != '\n' && b != '\r') {
        line.write(b);
      }
    }

    private void hand() {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      target.accept(text);
    }
  }
}
