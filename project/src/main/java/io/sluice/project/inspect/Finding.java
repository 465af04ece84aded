package io.sluice.project.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param check what was looked at, in a word or two, such as {@code wal_level}
 * @param level whether it stands in the way
 * @param message what was found and what is expected
 * @param fixes what to do, a line each; SQL where SQL does it. Empty when all is well
 */
public record Finding(String check, Level level, String message, List<String> fixes) {

  /** Whether a finding stands in the way. */
  public enum Level {
    OK,
    /** Works, but will hurt later. */
    WARNING,
    /** Does not work before it is fixed. */
    PROBLEM
  }

  /** Takes a copy of the list. */
  public Finding {
    fixes = List.copyOf(fixes);
  }

  /** All is well. */
  public static Finding ok(String check, String message) {
    return new Finding(check, Level.OK, message, List.of());
  }

  /** It will hurt later. */
  public static Finding warning(String check, String message, String... fixes) {
    return new Finding(check, Level.WARNING, message, List.of(fixes));
  }

  /** It stands in the way. */
  public static Finding problem(String check, String message, String... fixes) {
    return new Finding(check, Level.PROBLEM, message, List.of(fixes));
  }

  /** For {@code -o json}. */
  public Map<String, Object> asDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("check", check);
    document.put("level", level.name().toLowerCase(java.util.Locale.ROOT));
    document.put("message", message);
    document.put("fixes", fixes);
    return document;
  }
}
