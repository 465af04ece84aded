package io.sluice.server.api.document;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a log. */
@Meaning("The newest lines of the log that belong to a pipeline, the oldest first")
public record LogLines(
    List<Line> lines,
    @Meaning("Whether the log goes further back than was looked") boolean truncated) {

  /** A line of the log. */
  @Meaning("A line of the log")
  public record Line(
      Instant at,
      @Meaning("As INFO") String level,
      @Nullable String pipeline,
      String thread,
      String logger,
      String message,
      @Meaning("A stack trace") @Nullable String error) {}
}
