package io.sluice.server.api.document;

import io.sluice.server.operate.TableSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tables are to be read anew. */
@Meaning("Which tables, or which rows of them, are to be read anew beside the stream")
public record SnapshotRequest(
    @Meaning("As the source calls them, schema.table") @Nullable List<String> tables,
    @Meaning(
            "Regular expressions for whole names, each schema.table, as data-collections of"
                + " Debezium's signal; beside tables, or in their place")
        @Nullable List<String> dataCollections,
    @Meaning("Only rows that changed since, as a column of each of these tables says")
        @Nullable Since since,
    @Meaning(
            "Only rows that meet it: SQL as behind WHERE, for each of these tables; whoever may"
                + " write the pipeline's file may say it")
        @Nullable String condition) {

  /** A bound in time. */
  @Meaning("Rows whose column has this time or a later one")
  public record Since(
      @Meaning("Its name, without quotes") String column,
      @Meaning("Of a column without a time zone it is that of UTC") Instant time) {}

  /** What it means; an empty condition is none. */
  public TableSnapshot meant() {
    return new TableSnapshot(
        Optional.ofNullable(tables).orElse(List.of()),
        Optional.ofNullable(dataCollections).orElse(List.of()),
        Optional.ofNullable(since).map(one -> new TableSnapshot.Since(one.column(), one.time())),
        Optional.ofNullable(condition).filter(text -> !text.isBlank()));
  }
}
