package io.sluice.server.api.document;

import io.sluice.project.draft.PickTable;
import io.sluice.project.draft.TestOutcome;
import io.sluice.project.inspect.Finding;
import java.util.List;
import java.util.Locale;

/** What came of asking the servers of a file that is no pipeline yet. */
@Meaning("What came of asking the servers that a file names")
public record DraftTest(
    @Meaning("Whether nothing stands in the way") boolean good,
    @Meaning("What was looked at in the source's database") List<Check> checks,
    @Meaning("Of the file, with what its connectors said") List<FileProblem> problems,
    @Meaning("Tables that there are to choose from") List<TableChoice> tables) {
  /** One thing that was looked at. */
  @Meaning("One thing that was looked at")
  public record Check(
      String check,
      @Meaning("ok, warning or problem") String level,
      String message,
      @Meaning("What mends it, a line each; SQL where SQL does it") List<String> fixes) {
    static Check of(Finding finding) {
      return new Check(
          finding.check(),
          finding.level().name().toLowerCase(Locale.ROOT),
          finding.message(),
          finding.fixes());
    }
  }

  /** A table that can be chosen. */
  @Meaning("A table that can be chosen")
  public record TableChoice(
      String table,
      @Meaning("What stands for it in table.include.list") String expression,
      @Meaning("What the database believes; -1 where it was never counted") long estimatedRows,
      boolean primaryKey,
      boolean readable,
      boolean published) {
    static TableChoice of(PickTable table) {
      return new TableChoice(
          table.table().qualified(),
          table.expression(),
          table.table().estimatedRows(),
          table.table().hasPrimaryKey(),
          table.table().readable(),
          table.published());
    }
  }

  /** Of what was found. */
  public static DraftTest of(TestOutcome outcome) {
    return new DraftTest(
        outcome.isGood(),
        outcome.source().stream().map(Check::of).toList(),
        outcome.problems().stream().map(FileProblem::of).toList(),
        outcome.tables().stream().map(TableChoice::of).toList());
  }
}
