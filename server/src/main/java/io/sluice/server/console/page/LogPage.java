package io.sluice.server.console.page;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline's run wrote to the log.
 *
 * @param wanted which lines
 * @param lines newest last
 * @param older the address of lines before these; empty if there are none
 */
public record LogPage(
    Frame frame, PipelineHead head, Wanted wanted, List<Line> lines, Optional<String> older) {
  public LogPage {
    lines = List.copyOf(lines);
  }

  /**
   * Which lines are shown.
   *
   * @param level {@code ERROR}, {@code WARN}, {@code INFO}: of this one and worse ones; empty for
   *     all
   * @param text to be found in them
   * @param until none that are younger; empty to follow the newest
   */
  public record Wanted(String level, String text, Optional<Instant> until) {
    /** Levels that can be chosen, and what they are called. */
    public static final Map<String, String> LEVELS =
        ordered("", "All levels", "WARN", "Warnings and errors", "ERROR", "Errors");

    private String address(String pipeline, Optional<Instant> end) {
      return Addresses.query(Tab.LOG.address(pipeline), query(end));
    }

    /** The API's path of the same lines. */
    private String call(String pipeline) {
      return Addresses.query("/api/v1" + Addresses.pipeline(pipeline, "logs"), query(until));
    }

    private Map<String, String> query(Optional<Instant> end) {
      return ordered("level", level, "q", text, "until", end.map(Instant::toString).orElse(""));
    }

    private static Map<String, String> ordered(String... pairs) {
      Map<String, String> ordered = new LinkedHashMap<>();
      for (int i = 0; i < pairs.length; i += 2) {
        ordered.put(pairs[i], pairs[i + 1]);
      }
      return ordered;
    }
  }

  /**
   * One line.
   *
   * @param level {@code ERROR}, {@code WARN}, {@code INFO}
   * @param text without secrets
   */
  public record Line(Instant at, String level, String text) {
    /** How it is shown. */
    public Tone tone() {
      return switch (level) {
        case "ERROR" -> Tone.BAD;
        case "WARN" -> Tone.WARN;
        default -> Tone.IDLE;
      };
    }
  }

  /**
   * For a visitor.
   *
   * @param full whether there may be lines before these
   */
  public static LogPage of(
      Frame frame, Reading reading, Wanted wanted, List<Line> lines, boolean full) {
    String name = reading.pipeline().name();
    PipelineHead head =
        PipelineHead.of(frame, reading, Tab.LOG)
            .copying(List.of(new Copy("API call", Curl.get(wanted.call(name)))));
    return new LogPage(
        frame,
        head,
        wanted,
        lines,
        full
            ? Optional.of(wanted.address(name, Optional.of(lines.get(0).at())))
            : Optional.empty());
  }

  /** Levels by which lines can be chosen. */
  public static List<String> levels() {
    return Wanted.LEVELS.keySet().stream().filter(level -> !level.isEmpty()).toList();
  }

  /** The address of the newest lines. */
  public String newest() {
    return wanted.address(head.pipeline().name(), Optional.empty());
  }
}
