package io.sluice.kafka.deploy;

import java.util.List;
import java.util.regex.Pattern;

/** What a trace that Connect shows tells beside its frames: the exceptions and their messages. */
public final class Causes {
  private static final Pattern CHAIN =
      Pattern.compile("(?m)(?:\\A|^Caused by: )([\\w.$]+)(?:: (.*))?$");

  /** Connect's and Kafka's own, which are worded for operators and hold no row's values. */
  private static final String KAFKA = "org.apache.kafka.";

  private Causes() {}

  /**
   * One exception of a trace.
   *
   * @param exception its class's full name
   * @param message the first line of what it says, empty when it says nothing
   */
  public record Cause(String exception, String message) {
    private String text() {
      return message.isEmpty() ? exception : exception + ": " + message;
    }
  }

  /** The exceptions of a trace, the outermost first. */
  public static List<Cause> of(String trace) {
    return CHAIN
        .matcher(trace)
        .results()
        .map(each -> new Cause(each.group(1), each.group(2) == null ? "" : each.group(2)))
        .toList();
  }

  /**
   * A trace in a line: what Kafka and Connect say, of others' causes the class alone, since a
   * driver's message may quote a row (invariant 9).
   */
  static String line(String trace) {
    StringBuilder line = new StringBuilder(trace.lines().findFirst().orElse(""));
    List<Cause> causes = of(trace);
    for (Cause cause : causes.subList(Math.min(1, causes.size()), causes.size())) {
      String text = cause.exception().startsWith(KAFKA) ? cause.text() : cause.exception();
      if (line.indexOf(text) < 0) {
        line.append(", caused by ").append(text);
      }
    }
    return line.toString();
  }
}
