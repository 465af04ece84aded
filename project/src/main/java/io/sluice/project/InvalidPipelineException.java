package io.sluice.project;

import io.sluice.pipeline.Problem;
import io.sluice.project.ProjectException.Kind;
import java.nio.file.Path;
import java.util.List;

/** A pipeline that cannot start; nothing can be done with it before its problems are mended. */
public final class InvalidPipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final Kind kind;

  /** For a file that is wrong by itself. */
  public InvalidPipelineException(Path file, List<Problem> problems) {
    this(file.toString(), problems, Kind.USAGE);
  }

  /**
   * For what is no file, or not one that the user knows.
   *
   * @param subject what is wrong, to begin a sentence with
   * @param kind {@code USAGE}, or {@code UNREACHABLE} when the file itself is right
   */
  public InvalidPipelineException(String subject, List<Problem> problems, Kind kind) {
    super(
        subject
            + (kind == Kind.UNREACHABLE
                ? " names a server that does not answer or refuses the login"
                : " is not valid"));
    this.problems = List.copyOf(problems);
    this.kind = kind;
  }

  /** {@code USAGE}, or {@code UNREACHABLE} when the file itself is right. */
  public Kind kind() {
    return kind;
  }

  /** All that was found, in the file's order. */
  public List<Problem> problems() {
    return problems;
  }
}
