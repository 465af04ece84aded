package io.sluice.server.api.document;

import io.sluice.project.draft.Preview;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** First rows of a file that is no pipeline yet. */
@Meaning("First rows of a file that is no pipeline yet, through its transforms")
public record FirstRowsDocument(
    List<Rows> topics,
    @Meaning("Whether its source made nothing at its server to be looked at") boolean leavesNothing,
    @Meaning("Records that transforms let go") long dropped,
    @Meaning("Why transforms refused records, each reason once") List<String> refused,
    @Meaning("Why there is no more; absent where there is") @Nullable String failure) {
  /** Rows of one topic. */
  @Meaning("Rows of one topic; values are cut to 200 characters")
  public record Rows(String topic, List<String> columns, List<List<String>> rows) {}

  /** Of what was looked at. */
  public static FirstRowsDocument of(Preview preview) {
    return new FirstRowsDocument(
        preview.tables().stream()
            .map(table -> new Rows(table.topic(), table.columns(), table.rows()))
            .toList(),
        preview.leavesNothing(),
        preview.dropped(),
        preview.refused(),
        preview.failure().orElse(null));
  }
}
