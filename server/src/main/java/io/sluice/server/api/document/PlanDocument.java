package io.sluice.server.api.document;

import io.sluice.server.operate.FolderPlan;
import java.util.List;

/** How the files of the project differ from what runs. */
@Meaning("How the files of the project differ from what runs")
public record PlanDocument(
    @Meaning("What apply takes; the same as long as files and what runs are the same") String id,
    @Meaning("Whether applying it would do nothing") boolean empty,
    List<Change> changes,
    @Meaning("What applying does not do") List<String> notices) {

  /** What becomes of one. */
  @Meaning("What becomes of a pipeline")
  public record Change(
      FolderPlan.Kind kind,
      String pipeline,
      @Meaning("Relative to the project's folder") String file,
      @Meaning("A unified diff of the file, without secrets") List<String> difference,
      List<FileProblem> problems) {}

  public static PlanDocument of(FolderPlan plan) {
    return new PlanDocument(
        plan.id(),
        plan.isEmpty(),
        plan.changes().stream().map(PlanDocument::change).toList(),
        plan.notices());
  }

  private static Change change(FolderPlan.Change change) {
    return new Change(
        change.kind(),
        change.pipeline(),
        change.file().toString(),
        change.difference(),
        change.problems().stream().map(FileProblem::of).toList());
  }
}
