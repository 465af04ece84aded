package io.sluice.server.api.document;

import io.sluice.engine.run.RestartScope;

/** What begins anew. */
@Meaning("What begins anew where one task was asked to")
public record TaskRestartDocument(
    String pipeline,
    @Meaning("That was asked to") String task,
    @Meaning("task: that one alone; all_tasks: all of the run, from its last checkpoint")
        RestartScope restarted,
    @Meaning("The same in a sentence") String meaning) {

  public static TaskRestartDocument of(String pipeline, String task, RestartScope restarted) {
    return new TaskRestartDocument(pipeline, task, restarted, restarted.sentence());
  }
}
