package io.sluice.server.api.document;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.compatibility.Verdict.Conflict;
import io.sluice.schema.compatibility.Verdict.Reader;
import org.jspecify.annotations.Nullable;

/** Why data of one schema cannot be read with another. */
@Meaning("Why data of one schema cannot be read with another")
public record SchemaConflict(
    @Meaning("What changed, in a constant that stays, as READER_FIELD_MISSING_DEFAULT_VALUE")
        String kind,
    String path,
    String description,
    @Meaning("The earlier version; only of a draft") @Nullable Integer version,
    @Meaning("Who cannot read: new_readers, old_readers; only of a draft")
        @Nullable String breaks) {

  public static SchemaConflict of(Incompatibility reason) {
    return new SchemaConflict(reason.kind(), reason.path(), reason.description(), null, null);
  }

  /** With whom it breaks. */
  public static SchemaConflict of(Conflict conflict) {
    Incompatibility reason = conflict.incompatibility();
    return new SchemaConflict(
        reason.kind(),
        reason.path(),
        reason.description(),
        conflict.version(),
        conflict.reader() == Reader.OF_THE_NEW ? "new_readers" : "old_readers");
  }
}
