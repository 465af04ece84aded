package io.sluice.cli.console;

import java.util.function.UnaryOperator;

/**
 * Takes secrets out of whatever this process says. One object per invocation, handed to the logs
 * and to the error output before any secret is resolved; it learns what to take out when a pipeline
 * is opened. Safe for all threads.
 */
public final class ConsoleRedaction implements UnaryOperator<String> {
  private volatile UnaryOperator<String> rule = UnaryOperator.identity();

  /** From now on also {@code next} is applied. */
  public synchronized void add(UnaryOperator<String> next) {
    UnaryOperator<String> before = rule;
    rule = text -> next.apply(before.apply(text));
  }

  /** Invariant 9: the text without any secret that was resolved so far. */
  @Override
  public String apply(String text) {
    return rule.apply(text);
  }
}
