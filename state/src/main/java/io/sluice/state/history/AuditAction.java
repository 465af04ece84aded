package io.sluice.state.history;

/**
 * What people do by hand, as the audit log words it; {@code docs/reference/audit.md} says what each
 * is. A word is never changed: entries have it for ever.
 */
public enum AuditAction {
  PIPELINE_ADD("pipeline.add"),
  PIPELINE_CHANGE("pipeline.change"),
  PIPELINE_REMOVE("pipeline.remove"),
  PIPELINE_RENAME("pipeline.rename"),
  PIPELINE_RELEASE_NAME("pipeline.release_name"),
  PIPELINE_START("pipeline.start"),
  PIPELINE_STOP("pipeline.stop"),
  PIPELINE_PAUSE("pipeline.pause"),
  PIPELINE_RESUME("pipeline.resume"),
  PIPELINE_RESTART("pipeline.restart"),
  PIPELINE_RUN_ONCE("pipeline.run_once"),
  PIPELINE_RESTART_TASK("pipeline.restart_task"),
  PIPELINE_SNAPSHOT("pipeline.snapshot"),
  PIPELINE_SIGNAL("pipeline.signal"),
  ROWS_DELETE("rows.delete"),
  FILE_CREATE("file.create"),
  FILE_WRITE("file.write"),
  TOKEN_MAKE("token.make"),
  TOKEN_REVOKE("token.revoke"),
  USER_FIRST("user.first"),
  USER_CLAIMS("user.claims"),
  USER_GIVE("user.give"),
  USER_BLOCK("user.block"),
  USER_UNBLOCK("user.unblock"),
  SESSION_OPEN("session.open"),
  SESSION_CLOSE("session.close"),
  SESSION_END("session.end"),
  RECORDS_LOOK("records.look"),
  OFFSETS_RESET("offsets.reset"),
  DEAD_LETTERS_PURGE("dead_letters.purge"),
  DEAD_LETTERS_REPLAY("dead_letters.replay"),
  DEAD_LETTERS_COPY("dead_letters.copy"),
  DEAD_LETTERS_EDIT("dead_letters.edit"),
  DEAD_LETTERS_JOB_STOP("dead_letters.job_stop"),
  DRAFT_TEST("draft.test"),
  DRAFT_FIRST_ROWS("draft.first_rows"),
  SERVER_LEAD("server.lead");

  private final String word;

  AuditAction(String word) {
    this.word = word;
  }

  /** As {@link Audit.Entry#action} has it. */
  public String word() {
    return word;
  }

  /** The same of what was noted before it was done, and then failed. */
  String failed() {
    return word + ".failed";
  }
}
