package io.sluice.plugin.guard;

import java.util.function.IntConsumer;
import org.apache.kafka.common.utils.Exit;

/** Ends the process in every way that a compiler makes. */
public final class Ender implements IntConsumer {
  @Override
  public void accept(int way) {
    IntConsumer function = System::exit;
    IntConsumer bound = Runtime.getRuntime()::halt;
    switch (way) {
      case 0 -> System.exit(3);
      case 1 -> Runtime.getRuntime().exit(3);
      case 2 -> Runtime.getRuntime().halt(3);
      case 3 -> Exit.exit(3);
      case 4 -> Exit.exit(3, "row 4711");
      case 5 -> Exit.halt(3);
      case 6 -> Exit.halt(3, "row 4711");
      case 7 -> function.accept(3);
      case 8 -> bound.accept(3);
      default -> exit(3);
    }
  }

  /** Of the same name, and harmless. */
  private static void exit(int way) {
    System.setProperty("ender", Integer.toString(way));
  }
}
