package io.sluice.kafka.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a trace that Connect shows tells: the exceptions, their messages, and where it broke. */
public final class Causes {
  private static final Pattern CHAIN =
      Pattern.compile("(?m)(?:\\A|^Caused by: )([\\w.$]+)(?:: (.*))?$");
  private static final Pattern FRAME = Pattern.compile("\\tat (?:[^/(]*/)*([\\w.$<>]+)\\(.*");

  /** Whose frames are around every call of a plugin. */
  private static final Pattern RUNTIME =
      Pattern.compile("org\\.apache\\.kafka\\.connect\\.runtime\\..*|io\\.sluice\\.kafka\\..*");

  /** What Connect wraps around each failure of a task, and what says no more than that. */
  private static final Pattern WRAPPER =
      Pattern.compile(
          "Exiting Worker\\w+ due to unrecoverable exception\\.?|Unrecoverable exception.*"
              + "|Tolerance exceeded in error handler|Task threw an uncaught.*");

  /**
   * Whose messages are worded for operators and hold no row's values: Connect's, Kafka's and ours,
   * and what Java says of networks, files and classes.
   */
  private static final Pattern TOLD =
      Pattern.compile(
          "(org\\.apache\\.kafka|io\\.sluice|java\\.net|java\\.nio|javax\\.net)\\..*|java\\.io\\..*"
              + "|java\\.util\\.concurrent\\.TimeoutException|java\\.lang\\.(\\w*Error|ClassNotFoundException)");

  /** Calls that are about one record: what is thrown in them may quote it, whoever worded it. */
  private static final Pattern OF_A_RECORD =
      Pattern.compile("(?!io\\.sluice\\.).*\\.(apply|test|(to|from)Connect(Data|Header))");

  /** What says nothing of a record wherever it is thrown. */
  private static final Pattern OF_NO_RECORD =
      Pattern.compile("(java|javax)\\.net\\..*|java\\.lang\\.(\\w*Error|ClassNotFoundException)");

  /** Ours, whole sentences with what to do: of a contract on schemas. */
  private static final String VERDICT = "io.sluice.engine.fault.FaultException";

  private static final int LONGEST = 600;

  private Causes() {}

  /**
   * One exception of a trace.
   *
   * @param exception its class's full name
   * @param message the first line of what it says, empty when it says nothing
   */
  public record Cause(String exception, String message) {
    private String name() {
      return exception.substring(
          Math.max(exception.lastIndexOf('.'), exception.lastIndexOf('$')) + 1);
    }

    private String text(boolean told) {
      return message.isEmpty() || !told ? name() : name() + ": " + message;
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
   * A trace in a line: what failed down to its root, without what only wraps it, and in which call
   * of the plugin. Of others' exceptions the class alone, since a driver's message may quote a row
   * (invariant 9); so of all where a transform or a converter of others failed. A verdict of ours
   * is told as it is.
   */
  public static String line(String trace) {
    List<Cause> causes = new ArrayList<>(of(trace));
    if (causes.isEmpty()) {
      return trace.lines().findFirst().orElse("");
    }
    for (Cause cause : causes) {
      if (cause.exception().equals(VERDICT)) {
        return cause.message();
      }
    }
    Cause outermost = causes.get(0);
    if (causes.size() > 1) {
      causes.removeIf(cause -> WRAPPER.matcher(cause.message()).matches());
    }
    if (causes.isEmpty()) {
      causes.add(outermost);
    }
    String where = call(trace);
    boolean mayQuote = OF_A_RECORD.matcher(where).matches();
    StringBuilder line = new StringBuilder();
    for (Cause cause : causes) {
      boolean told = (mayQuote ? OF_NO_RECORD : TOLD).matcher(cause.exception()).matches();
      String text = cause.text(told);
      if (line.isEmpty()) {
        line.append(text);
      } else if (line.indexOf(told && !cause.message().isEmpty() ? cause.message() : text) < 0) {
        line.append(", caused by ").append(text);
      }
    }
    if (line.length() > LONGEST) {
      line.setLength(LONGEST);
      line.append("...");
    }
    return where.isEmpty() ? line.toString() : line + " (in " + inShort(where) + ")";
  }

  /** With the class's simple name, such as {@code FileStreamSinkTask.put}. */
  private static String inShort(String call) {
    int method = call.lastIndexOf('.');
    return call.substring(call.lastIndexOf('.', Math.max(0, method - 1)) + 1);
  }

  /** The plugin's method that Connect has called, with the class's full name; or empty. */
  private static String call(String trace) {
    String nearest = "";
    for (String line : trace.lines().toList()) {
      var frame = FRAME.matcher(line);
      if (!frame.matches()) {
        nearest = "";
      } else if (!RUNTIME.matcher(frame.group(1)).matches()) {
        nearest = frame.group(1);
      } else if (!nearest.isEmpty()) {
        return nearest;
      }
    }
    return "";
  }
}
