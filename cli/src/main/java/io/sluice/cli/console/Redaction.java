package io.sluice.cli.console;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Takes secrets out of whatever this process says. One object per invocation, handed to the logs
 * and to the error output before any secret is resolved; it learns what to take out when a pipeline
 * is opened. Safe for all threads.
 */
public final class Redaction implements UnaryOperator<String> {
  private final AtomicReference<UnaryOperator<String>> rule =
      new AtomicReference<>(UnaryOperator.identity());

  /** From now on also {@code next} is applied. */
  public void add(UnaryOperator<String> next) {
    rule.updateAndGet(before -> text -> next.apply(before.apply(text)));
  }

  /** Invariant 9: the text without any secret that was resolved so far. */
  @Override
  public String apply(String text) {
    return rule.get().apply(text);
  }
}
