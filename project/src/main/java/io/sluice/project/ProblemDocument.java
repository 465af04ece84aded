package io.sluice.project;

import io.sluice.pipeline.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a problem of a file is said in JSON, by commands and by the API alike. */
public final class ProblemDocument {
  private ProblemDocument() {}

  /** The document, to be redacted by whoever shows it; without {@code hint} where there is none. */
  public static Map<String, Object> of(Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", problem.place().file().toString());
    document.put("line", problem.place().line());
    document.put("column", problem.place().column());
    document.put("path", problem.place().path());
    document.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    document.put("message", problem.message());
    String hint = problem.hint();
    if (hint != null) {
      document.put("hint", hint);
    }
    return document;
  }
}
