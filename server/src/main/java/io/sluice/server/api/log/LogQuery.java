package io.sluice.server.api.log;

import static java.util.Objects.requireNonNull;

import io.sluice.server.api.document.LogLines;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log are wanted.
 *
 * @param pipeline whose; null for all
 * @param least a level, of this one and worse ones: {@code ERROR}, {@code WARN}, {@code INFO};
 *     empty for all
 * @param text to be found in message or error, whatever its case; empty for all
 * @param until none that are younger; null for the newest
 * @param most how many at most
 */
public record LogQuery(
    @Nullable String pipeline, String least, String text, @Nullable Instant until, int most) {
  /** Levels that can be asked for, the worst first. */
  public static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO");

  public LogQuery {
    requireNonNull(least, "least is null");
    requireNonNull(text, "text is null");
  }

  /** The newest lines. */
  public static LogQuery newest(@Nullable String pipeline, int most) {
    return new LogQuery(pipeline, "", "", null, most);
  }

  /** Whether a line is one of them. */
  boolean wants(LogLines.Line line) {
    return (pipeline == null || pipeline.equals(line.pipeline()))
        && (least.isEmpty() || isAtLeast(line.level()))
        && (until == null || !line.at().isAfter(until))
        && (text.isEmpty() || has(line.message()) || line.error() != null && has(line.error()));
  }

  private boolean isAtLeast(String level) {
    int at = LEVELS.indexOf(level);
    return at >= 0 && at <= LEVELS.indexOf(least);
  }

  private boolean has(String said) {
    return said.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
