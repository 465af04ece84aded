package io.sluice.cli.project;

import io.sluice.cli.console.ExitCode;
import io.sluice.pipeline.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A pipeline that cannot start; nothing can be done with it before its problems are mended. */
public final class InvalidPipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final ExitCode code;

  /** For a file that is wrong by itself. */
  public InvalidPipelineException(Path file, List<Problem> problems) {
    this(file.toString(), problems, ExitCode.USAGE);
  }

  /**
   * For what is no file, or not one that the user knows.
   *
   * @param subject what is wrong, to begin a sentence with
   * @param code {@code USAGE} or {@code UNREACHABLE}
   */
  public InvalidPipelineException(String subject, List<Problem> problems, ExitCode code) {
    super(
        subject
            + (code == ExitCode.UNREACHABLE
                ? " names a server that does not answer or refuses the login"
                : " is not valid"));
    this.problems = List.copyOf(problems);
    this.code = code;
  }

  /** As above, for what the plugins found. */
  public InvalidPipelineException(Project project, List<Problem> problems) {
    this(project.file().toString(), problems, project.verdict(problems));
  }

  /** {@code USAGE}, or {@code UNREACHABLE} when the file itself is right. */
  public ExitCode code() {
    return code;
  }

  /** All that was found, in the file's order. */
  public List<Problem> problems() {
    return problems;
  }

  /** A problem for {@code -o json}. */
  public static Map<String, Object> document(Problem problem) {
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
