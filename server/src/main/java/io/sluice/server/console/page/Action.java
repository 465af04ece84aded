package io.sluice.server.console.page;

import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be asked of a pipeline. Each has a page that says what it does and asks for a reason.
 */
public enum Action {
  START(
      "start",
      "Start",
      "Runs it from its last checkpoint, from now on and after restarts of the server.",
      "was told to start"),
  RESUME("resume", "Resume", "Ends the pause: it goes on where it stands.", "goes on"),
  PAUSE(
      "pause",
      "Pause",
      "It stays connected and moves nothing, from now on and after restarts of the server, until"
          + " it is resumed. A source keeps its log for it meanwhile.",
      "is paused"),
  RESTART(
      "restart",
      "Restart",
      "Ends its run in order, with a last checkpoint, and starts it again from there.",
      "was told to restart"),
  STOP(
      "stop",
      "Stop",
      "Ends its run in order, with a last checkpoint, and keeps it stopped, also after restarts of"
          + " the server. A source may keep its log for it until it runs again.",
      "is stopped"),
  RUN_ONCE(
      "run-once",
      "Run once",
      "Runs it to the end of what its source has now, and stops.",
      "runs once");

  private static final Set<PipelineState> UNDER_WAY =
      Set.of(
          PipelineState.WAITING,
          PipelineState.STARTING,
          PipelineState.RUNNING,
          PipelineState.STALLED,
          PipelineState.RETRYING);
  private static final Set<PipelineState> OVER =
      Set.of(PipelineState.STOPPED, PipelineState.COMPLETED, PipelineState.FAILED);

  private final String id;
  private final String label;
  private final String explanation;
  private final String done;

  Action(String id, String label, String explanation, String done) {
    this.id = id;
    this.label = label;
    this.explanation = explanation;
    this.done = done;
  }

  /** Its name in addresses, commands and the API. */
  public String id() {
    return id;
  }

  /** What its button says. */
  public String label() {
    return label;
  }

  /** What it does, in a sentence or two. */
  public String explanation() {
    return explanation;
  }

  /** What is said when it was done, behind the pipeline's name. */
  public String done() {
    return done;
  }

  /** Whether it takes something away, so that its button asks for a second look. */
  public boolean isDangerous() {
    return this == STOP;
  }

  /** Its page. */
  public String address(String pipeline) {
    return Addresses.pipeline(pipeline, "do/" + id);
  }

  /** By its name; empty if there is none. */
  public static Optional<Action> named(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }

  /** What makes sense now, in the order of the buttons. */
  public static List<Action> of(PipelineView pipeline) {
    return Arrays.stream(values()).filter(one -> one.fits(pipeline.state())).toList();
  }

  private boolean fits(PipelineState state) {
    return switch (this) {
      case START -> OVER.contains(state);
      case RUN_ONCE -> state == PipelineState.STOPPED || state == PipelineState.COMPLETED;
      case RESUME -> state == PipelineState.PAUSED;
      case PAUSE -> UNDER_WAY.contains(state);
      case RESTART -> UNDER_WAY.contains(state) || state == PipelineState.PAUSED;
      case STOP ->
          UNDER_WAY.contains(state)
              || state == PipelineState.PAUSED
              || state == PipelineState.FAILED;
    };
  }
}
