package io.sluice.acceptance.foreign;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.kafka.common.config.ConfigDef;

/** What an odd connector throws, and where. */
record Oddity(String at, String does) {
  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define("at", ConfigDef.Type.STRING, "", ConfigDef.Importance.HIGH, "Which call")
          .define("does", ConfigDef.Type.STRING, "", ConfigDef.Importance.HIGH, "What");

  static Oddity of(Map<String, String> config) {
    return new Oddity(config.getOrDefault("at", ""), config.getOrDefault("does", ""));
  }

  /** Does it if this is the place. */
  void at(String call) {
    if (call.equals(at)) {
      switch (does) {
        case "OutOfMemoryError" -> throw new OutOfMemoryError("odd");
        case "StackOverflowError" -> throw new StackOverflowError("odd");
        case "NoClassDefFoundError" -> throw new NoClassDefFoundError("odd/Absent");
        case "AssertionError" -> throw new AssertionError("odd");
        case "ThreadDeath" -> OddThrow.throwAny(new ThreadDeath());
        case "checked" -> OddThrow.throwAny(new Exception("odd"));
        case "exit" -> System.exit(97);
        case "halt" -> Runtime.getRuntime().halt(98);
        case "exit by reference" -> List.<IntConsumer>of(System::exit).get(0).accept(99);
        case "exit on a thread" -> new Thread(() -> System.exit(96), "odd-exit").start();
        case "hang" -> hang();
        case "leave threads" -> leaveThread();
        case "print" -> print();
        case "change the process" -> changeProcess();
        default -> throw new IllegalStateException(does);
      }
    }
  }

  /** Whatever interrupts say. */
  private static void hang() {
    while (true) {
      LockSupport.park(); // comes back when somebody interrupts, and at once from then on
      boolean asked = Thread.interrupted();
      LockSupport.parkNanos(asked ? 1_000_000 : 1);
    }
  }

  /** Two of a kind. */
  private static void leaveThread() {
    for (int i = 1; i <= 2; i++) {
      Thread thread = new Thread(Oddity::hang, "odd-left-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void print() {
    System.out.println("odd words on standard output");
    System.err.println("odd words on standard error");
  }

  /** All that a process has once, but its time zone. */
  private static void changeProcess() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    System.setProperty("line.separator", "\r\n");
    System.setProperty("file.encoding", "UTF-16");
    System.setProperty("user.dir", "/nowhere");
    Thread.currentThread().setContextClassLoader(null);
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
  }

  /** Throws what a signature does not allow, as code of other languages on the JVM does. */
  private static final class OddThrow {
    @SuppressWarnings("unchecked")
    static <T extends Throwable> void throwAny(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }
}
