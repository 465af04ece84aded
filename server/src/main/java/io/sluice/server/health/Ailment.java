package io.sluice.server.health;

import io.sluice.engine.run.RunError;
import io.sluice.server.view.Verdict.Health;
import io.sluice.server.view.Verdict.Reason;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be the matter with a pipeline, and what to do about it. */
enum Ailment {
  STATE_LOST(
      Health.UNHEALTHY,
      "Stop the server, put the state's file (with its -wal file) or a backup in its place, and"
          + " start again",
      Runbook.VERDICTS),
  FAILED(Health.UNHEALTHY, "Mend what the error names, then start it again", Runbook.VERDICTS),
  INVALID(
      Health.UNHEALTHY,
      "Correct the file: each problem tells its line and what was expected",
      Runbook.VERDICTS),
  STALLED(
      Health.UNHEALTHY,
      "Look at what it waits for: usually a database that holds a lock",
      Runbook.VERDICTS),
  RETRYING_LONG(
      Health.UNHEALTHY, "Mend what the error names; it goes on by itself then", Runbook.VERDICTS),
  RETRYING(
      Health.DEGRADED,
      "It tries again by itself; look at the error if it does not pass",
      Runbook.VERDICTS),
  NOT_RUNNING(
      Health.UNHEALTHY,
      "Start it, or have it wanted otherwise; look at the server's log why it did not start",
      Runbook.VERDICTS),
  NOT_STOPPED(
      Health.DEGRADED,
      "Look at which call it is in; what hangs is abandoned after retry.stop_timeout",
      Runbook.VERDICTS),
  STARTING_LONG(
      Health.DEGRADED,
      "Look at its log: a slot, for example, waits for open transactions of its server",
      Runbook.VERDICTS),
  FRESHNESS_EXCEEDED(
      Health.UNHEALTHY,
      "Look at the edge whose lag grows: a sink that is slower than the source wants larger"
          + " batches, more tasks or a faster target",
      Runbook.VERDICTS),
  SUCCESS_MISSED(
      Health.UNHEALTHY,
      "Look at the dead letters by their error; mend the cause and replay them",
      Runbook.LETTERS),
  DEAD_LETTERS(
      Health.DEGRADED,
      "Look at the dead letters by their error; mend the cause and replay them",
      Runbook.LETTERS),
  NO_TABLES(
      Health.DEGRADED,
      "Compare table.include.list and the like with the tables that there are: 'sluice doctor'"
          + " lists them",
      Runbook.NOTHING_COPIED),
  NO_ROWS(
      Health.UNHEALTHY,
      "Look whether the source's user may see the rows (privileges, row security) and which tables"
          + " it reads",
      Runbook.NOTHING_COPIED),
  UNPUBLISHED(
      Health.DEGRADED,
      "Add them to the publication, as the log says, or take them out of table.include.list; then"
          + " restart the pipeline and read them anew",
      Runbook.NOTHING_COPIED),
  NOTHING_FOUND(Health.UNKNOWN, "Look at the source whether it has any", Runbook.VERDICTS),
  ALL_FILTERED(
      Health.DEGRADED, "Look at the filter's condition, if this is not meant so", Runbook.VERDICTS),
  FILE_INVALID(
      Health.DEGRADED,
      "Correct the file: each problem tells its line and what was expected",
      Runbook.VERDICTS),
  UNAPPLIED(Health.DEGRADED, "Look at 'sluice plan', then 'sluice apply'", Runbook.VERDICTS),
  STARTING(Health.UNKNOWN, "Wait a moment", Runbook.VERDICTS),
  WAITING(Health.UNKNOWN, "Wait a moment", Runbook.VERDICTS),
  ELSEWHERE(Health.UNKNOWN, "Ask the server that runs it", "docs/how-to/two-servers.md");

  private final Health health;
  private final String remedy;
  private final String page;

  Ailment(Health health, String remedy, String page) {
    this.health = health;
    this.remedy = remedy;
    this.page = page;
  }

  /**
   * @param sentence what is the matter, with the figures; free of secrets
   */
  Reason because(String sentence) {
    return new Reason(health, code(), sentence, remedy, page, Optional.empty());
  }

  /** The same of a failure, which knows better what to do. */
  Reason because(String sentence, RunError error) {
    return new Reason(health, code(), sentence, error.remedy(), error.page(), Optional.of(error));
  }

  private String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Sections of the documentation, from the repository's root. */
  private static final class Runbook {
    private static final String VERDICTS = "docs/how-to/troubleshoot.md#by-verdict";
    private static final String LETTERS =
        "docs/how-to/handle-dead-letters.md#mend-the-cause-then-replay";
    private static final String NOTHING_COPIED =
        "docs/how-to/connect-your-database.md#when-nothing-is-copied";

    private Runbook() {}
  }
}
