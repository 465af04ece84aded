package io.sluice.server.api.document;

import io.sluice.server.view.PipelineState;
import io.sluice.server.view.StateChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From which state into which. */
@Meaning("Changes of a pipeline's state, newest first")
public record StateChangeList(List<Change> changes) {

  /** A change. */
  @Meaning("A pipeline went from one state into another")
  public record Change(
      String pipeline,
      Instant at,
      @Meaning("Absent for the first that this server saw") @Nullable PipelineState from,
      PipelineState to,
      @Nullable String reason) {}

  public static StateChangeList of(List<StateChange> changes) {
    return new StateChangeList(changes.stream().map(StateChangeList::change).toList());
  }

  private static Change change(StateChange change) {
    return new Change(
        change.pipeline(),
        change.at(),
        change.from().orElse(null),
        change.to(),
        change.reason().isEmpty() ? null : change.reason());
  }
}
