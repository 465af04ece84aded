package io.sluice.server.console.page;

import java.util.List;
import java.util.Optional;

/**
 * What an action does, and the form that has it done. Stands alone, or in a dialog of the page that
 * led to it.
 *
 * @param reason what was filled in before it was refused
 * @param refused empty before anything was tried
 */
public record ActionPage(
    Frame frame,
    PipelineHead head,
    Action action,
    String reason,
    Optional<Refused> refused,
    List<Copy> copies) {
  public ActionPage {
    copies = List.copyOf(copies);
  }

  /** For a visitor who may do it. */
  public static ActionPage of(
      Frame frame, Reading reading, Action action, String reason, Optional<Refused> refused) {
    String name = reading.pipeline().name();
    return new ActionPage(
        frame,
        PipelineHead.of(frame, reading, Tab.OVERVIEW),
        action,
        reason,
        refused,
        copies(action, name));
  }

  private static List<Copy> copies(Action action, String name) {
    return List.of(
        new Copy("Command", "sluice " + action.id() + " " + ShellWord.of(name)),
        new Copy(
            "API call",
            Curl.post("/api/v1" + Addresses.pipeline(name, action.id()) + "?reason=why")));
  }
}
