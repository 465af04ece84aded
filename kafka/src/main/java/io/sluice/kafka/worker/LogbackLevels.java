package io.sluice.kafka.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.runtime.rest.entities.LoggerLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What Connect's {@code /admin/loggers} shows and sets where lines are written by Logback: Connect
 * itself knows Log4j alone, whose levels nobody would hear of. Safe for use by several threads.
 */
final class LogbackLevels {
  /** Connect's name for the logger above all. */
  private static final String ROOT = "root";

  private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

  private final LoggerContext context;
  private final Time time;
  private final Map<String, Long> lastModified = new ConcurrentHashMap<>();

  private LogbackLevels(LoggerContext context, Time time) {
    this.context = context;
    this.time = time;
  }

  /** Empty where lines are written by something else. */
  static Optional<LogbackLevels> find(Time time) {
    // By name: without Logback on the class path its class must not be asked for.
    return LoggerFactory.getILoggerFactory().getClass().getName().equals(LOGBACK)
        ? Optional.of(new LogbackLevels((LoggerContext) LoggerFactory.getILoggerFactory(), time))
        : Optional.empty();
  }

  /** The level that a logger goes by; null when nobody has asked for a logger of that name. */
  @Nullable LoggerLevel level(String name) {
    Logger logger = context.exists(logbacks(name));
    return logger == null ? null : level(logger);
  }

  /** Every logger by name. */
  Map<String, LoggerLevel> all() {
    Map<String, LoggerLevel> all = new TreeMap<>();
    context.getLoggerList().forEach(logger -> all.put(connects(logger), level(logger)));
    return all;
  }

  /**
   * Sets the level of a namespace: of the logger of that name and of all below it.
   *
   * @return the loggers whose level is another now, in order
   */
  List<String> set(String namespace, String wanted) {
    // Log4j's worst level is Logback's ERROR.
    String word = wanted.toUpperCase(Locale.ROOT).equals("FATAL") ? "ERROR" : wanted;
    Level level = Level.toLevel(word, null);
    if (level == null) {
      return List.of();
    }
    String top = logbacks(namespace);
    Logger first = context.getLogger(top);
    List<String> changed = new ArrayList<>();
    for (Logger each : context.getLoggerList()) {
      boolean below = first.getName().equals(Logger.ROOT_LOGGER_NAME) || isIn(each, top);
      if (below && !each.getEffectiveLevel().equals(level)) {
        changed.add(connects(each));
        lastModified.put(each.getName(), time.milliseconds());
      }
      if (below && !each.equals(first) && each.getLevel() != null) {
        each.setLevel(null); // Goes by the one above, which says what is wanted.
      }
    }
    first.setLevel(level);
    changed.sort(null);
    return changed;
  }

  private static boolean isIn(Logger logger, String namespace) {
    return logger.getName().equals(namespace) || logger.getName().startsWith(namespace + ".");
  }

  private LoggerLevel level(Logger logger) {
    return new LoggerLevel(
        logger.getEffectiveLevel().toString(), lastModified.get(logger.getName()));
  }

  private static String connects(Logger logger) {
    return logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? ROOT : logger.getName();
  }

  private static String logbacks(String name) {
    return name.isEmpty() || name.equalsIgnoreCase(ROOT) ? Logger.ROOT_LOGGER_NAME : name;
  }
}
