package io.sluice.cli.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.function.UnaryOperator;

/** Lays out a line, stack trace included, and then takes the secrets out (invariant 9). */
final class RedactingLayout extends LayoutBase<ILoggingEvent> {
  private final PatternLayout lines = new PatternLayout();
  private final UnaryOperator<String> redaction;

  RedactingLayout(LoggerContext context, String pattern, UnaryOperator<String> redaction) {
    this.redaction = redaction;
    setContext(context);
    lines.setContext(context);
    lines.setPattern(pattern);
  }

  @Override
  public void start() {
    lines.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    // Invariant 9: by value, after everything else, so that nothing slips in behind it.
    return redaction.apply(lines.doLayout(event));
  }
}
