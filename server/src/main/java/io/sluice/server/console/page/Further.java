package io.sluice.server.console.page;

import io.sluice.server.view.PipelineView;
import java.util.List;
import java.util.Optional;

/** What can be asked of a pipeline that needs to be told more than why. */
public enum Further {
  SNAPSHOT("snapshot", "Read tables anew", "was told to read tables anew"),
  RESET("reset", "Move position", "goes on at another position");

  private static final String TASK = "restart-task";

  private final String id;
  private final String label;
  private final String done;

  Further(String id, String label, String done) {
    this.id = id;
    this.label = label;
    this.done = done;
  }

  /** Its name in addresses. */
  public String id() {
    return id;
  }

  /** What its button says. */
  public String label() {
    return label;
  }

  /** What makes sense now. */
  static List<Further> of(PipelineView pipeline) {
    return switch (pipeline.state()) {
      case RUNNING -> List.of(SNAPSHOT);
      case STOPPED, COMPLETED, FAILED -> List.of(RESET);
      case INVALID, WAITING, STARTING, STALLED, PAUSED, RETRYING, STOPPING -> List.of();
    };
  }

  /** What is said of a pipeline to which that was just done; empty if it is the name of nothing. */
  public static Optional<String> notice(String pipeline, String id) {
    Optional<String> action = Action.named(id).map(Action::done);
    return action
        .or(() -> id.equals(TASK) ? Optional.of("was told to restart a task") : Optional.empty())
        .or(
            () ->
                List.of(values()).stream()
                    .filter(one -> one.id.equals(id))
                    .map(one -> one.done)
                    .findFirst())
        .map(done -> pipeline + " " + done);
  }
}
