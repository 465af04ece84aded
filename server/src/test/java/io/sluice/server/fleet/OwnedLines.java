package io.sluice.server.fleet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sluice.engine.run.LogOwner;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is logged while it is open, with the pipeline that it belongs to. */
final class OwnedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  /** A line, and whose it is; null for nobody's. */
  record Line(@Nullable String owner, String logger, String message) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final LogOwner owner;
  private final Logger logger;
  private final @Nullable Level before;

  /** Of this logger and those below it, from INFO on. */
  OwnedLines(LogOwner owner, String name) {
    this.owner = owner;
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    this.logger = context.getLogger(name);
    this.before = logger.getLevel();
    setContext(context);
    start();
    logger.setLevel(Level.INFO);
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    // On the thread that logs, as the log's own layout does.
    lines.add(
        new Line(
            owner.of(Thread.currentThread(), event.getMDCPropertyMap()).orElse(null),
            event.getLoggerName(),
            event.getFormattedMessage()));
  }

  List<Line> of(@Nullable String owner) {
    return lines.stream().filter(line -> Objects.equals(line.owner(), owner)).toList();
  }

  List<Line> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(before);
    stop();
  }
}
