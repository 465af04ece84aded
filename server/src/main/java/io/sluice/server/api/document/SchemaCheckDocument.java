package io.sluice.server.api.document;

import io.sluice.project.schema.judge.DraftVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verdict on a draft, with the keys of {@code sluice schema check -o json}. */
@Meaning("What a schema would be to a subject; nothing was registered")
public record SchemaCheckDocument(
    DraftVerdict.Status status,
    @Meaning("What it was held to") @Nullable String level,
    @Meaning("Which version it is already") @Nullable Integer version,
    @Meaning("Why it cannot be judged") @Nullable String error,
    List<SchemaConflict> conflicts) {

  public static SchemaCheckDocument of(DraftVerdict verdict) {
    return new SchemaCheckDocument(
        verdict.status(),
        verdict.level().orElse(null),
        verdict.version().orElse(null),
        verdict.trouble().orElse(null),
        verdict.conflicts().stream().map(SchemaConflict::of).toList());
  }
}
