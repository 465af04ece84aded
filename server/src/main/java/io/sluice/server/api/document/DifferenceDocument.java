package io.sluice.server.api.document;

import io.sluice.project.schema.diff.Change;
import io.sluice.server.schema.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two versions, with the keys of {@code sluice schema diff -o json}. */
@Meaning("What the second of two versions says otherwise, and who can read what")
public record DifferenceDocument(
    List<SchemaChange> changes,
    @Meaning("Whether who has the second can read data of the first") boolean newReadersCanRead,
    @Meaning("Whether who has the first can read data of the second") boolean oldReadersCanRead,
    List<SchemaConflict> newReadersBreakAt,
    List<SchemaConflict> oldReadersBreakAt) {

  /** One thing that the second says otherwise. */
  @Meaning("One thing that the second of two versions says otherwise")
  public record SchemaChange(
      String path,
      @Meaning("added, removed or changed") String kind,
      @Nullable String before,
      @Nullable String after) {
    static SchemaChange of(Change change) {
      return new SchemaChange(
          change.path(), change.kind(), change.before().orElse(null), change.after().orElse(null));
    }
  }

  public static DifferenceDocument of(Difference difference) {
    return new DifferenceDocument(
        difference.meaning().changes().stream().map(SchemaChange::of).toList(),
        difference.meaning().newReaders().isEmpty(),
        difference.meaning().oldReaders().isEmpty(),
        difference.meaning().newReaders().stream().map(SchemaConflict::of).toList(),
        difference.meaning().oldReaders().stream().map(SchemaConflict::of).toList());
  }
}
