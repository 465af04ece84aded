package io.sluice.acceptance.foreign;

import java.util.Map;
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
        default -> throw new IllegalStateException(does);
      }
    }
  }

  /** Throws what a signature does not allow, as code of other languages on the JVM does. */
  private static final class OddThrow {
    @SuppressWarnings("unchecked")
    static <T extends Throwable> void throwAny(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }
}
