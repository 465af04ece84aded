package io.sluice.server.operate;

import io.sluice.pipeline.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * How the files of a project differ from what runs.
 *
 * @param id the same as long as files and what runs are the same
 * @param changes a line for each file, sorted by pipeline; also of those that do not change
 * @param notices sentences on what applying does not do, such as that the project file has changed
 *     and waits for a restart of the server
 */
public record FolderPlan(String id, List<Change> changes, List<String> notices) {
  public FolderPlan {
    changes = List.copyOf(changes);
    notices = List.copyOf(notices);
  }

  /** What becomes of a pipeline. */
  public enum Kind {
    ADD,
    CHANGE,
    REMOVE,
    UNCHANGED,
    /** The file has errors; what ran before goes on. */
    INVALID
  }

  /**
   * One pipeline.
   *
   * @param pipeline its name; that of the file where none can be read
   * @param file relative to the project's folder
   * @param difference as a unified diff of the file, without secrets; empty where nothing changes
   * @param problems of the file
   */
  public record Change(
      Kind kind, String pipeline, Path file, List<String> difference, List<Problem> problems) {
    public Change {
      difference = List.copyOf(difference);
      problems = List.copyOf(problems);
    }
  }

  /** Whether applying it would do anything. */
  public boolean isEmpty() {
    return changes.stream().allMatch(c -> c.kind() == Kind.UNCHANGED || c.kind() == Kind.INVALID);
  }
}
