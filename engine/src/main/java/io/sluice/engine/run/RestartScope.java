package io.sluice.engine.run;

/** What begins anew when somebody asks for one task to. */
public enum RestartScope {
  /** On Kafka, where each task has a place of its own. */
  TASK("That task alone starts again, where it was"),
  /**
   * In one process: a checkpoint spans all tasks, and what a task had taken since is nobody's any
   * more. To give it that again the source goes back, and with it every sink.
   */
  ALL_TASKS("All tasks of the run start again from its last checkpoint, which spans them all");

  private final String sentence;

  RestartScope(String sentence) {
    this.sentence = sentence;
  }

  /** What that means, for people; without a full stop. */
  public String sentence() {
    return sentence;
  }
}
