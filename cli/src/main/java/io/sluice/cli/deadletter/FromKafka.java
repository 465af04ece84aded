package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.deadletter.LetterException;
import java.time.Clock;
import java.util.function.Supplier;

/** What Kafka answers about dead letters, as commands tell it. */
final class FromKafka {
  private FromKafka() {}

  /**
   * Asks.
   *
   * @throws CommandFailure when Kafka does not answer or refuses
   */
  static <T> T asked(Supplier<T> what) {
    try {
      return what.get();
    } catch (LetterException e) {
      throw failure(e, "");
    }
  }

  /** The same of something that answers nothing. */
  static void told(Runnable what) {
    asked(
        () -> {
          what.run();
          return what;
        });
  }

  /**
   * What a refusal is for a command.
   *
   * @param before what it had done before, as a sentence; empty for nothing
   */
  static CommandFailure failure(LetterException e, String before) {
    return new CommandFailure(
        e.kind() == LetterException.Kind.REFUSED ? ExitCode.FAILED : ExitCode.UNREACHABLE,
        String.valueOf(e.getMessage()),
        before.isEmpty()
            ? "Say --bootstrap, or what clients need to get in under 'kafka' in sluice.yaml."
            : "Until then: " + before + " What is open is shown by: sluice dlq ls",
        e);
  }

  /** Who does something to letters, and when, for people who read their topics. */
  static String who(Clock clock) {
    return "by " + System.getProperty("user.name", "unknown") + " at " + clock.instant();
  }
}
