package io.sluice.server.console.page;

import io.sluice.engine.run.RestartScope;
import java.util.List;
import java.util.Optional;

/**
 * What it means that a task begins anew, and the form that has it done.
 *
 * @param task its name
 * @param meaning what begins anew, a sentence
 * @param reason what was filled in before it was refused
 */
public record RestartTaskPage(
    Frame frame,
    PipelineHead head,
    String task,
    String meaning,
    String reason,
    Optional<Refused> refused,
    List<Copy> copies) {
  public RestartTaskPage {
    copies = List.copyOf(copies);
  }

  /** For a visitor who may do it. */
  public static RestartTaskPage of(
      Frame frame, Reading reading, String task, String reason, Optional<Refused> refused) {
    String name = reading.pipeline().name();
    RestartScope scope = reading.pipeline().onKafka() ? RestartScope.TASK : RestartScope.ALL_TASKS;
    return new RestartTaskPage(
        frame,
        PipelineHead.of(frame, reading, Tab.OVERVIEW),
        task,
        scope.sentence() + ".",
        reason,
        refused,
        List.of(
            new Copy(
                "Command",
                "sluice restart " + ShellWord.of(name) + " --task " + ShellWord.of(task)),
            new Copy("API call", Curl.post("/api/v1" + address(name, task) + "?reason=why"))));
  }

  /** Its address. */
  public static String address(String pipeline, String task) {
    return Addresses.pipeline(pipeline, "tasks/" + Addresses.part(task) + "/restart");
  }
}
