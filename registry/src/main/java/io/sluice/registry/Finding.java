package io.sluice.registry;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.Fingerprint;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Finds the version of a subject that is a given content. */
final class Finding {
  private Finding() {}

  /**
   * The version, a live one before one that is deleted, the newest first. A content that notes
   * nothing beside its text is found whatever is noted there: clients that only have the text ask
   * so.
   */
  static Optional<SchemaVersion> find(
      View view,
      SubjectName subject,
      SchemaContent content,
      Fingerprint fingerprint,
      Deleted deleted)
      throws SQLException {
    boolean anyNotes = content.metadata() == null && content.ruleSet() == null;
    List<SchemaVersion> same =
        view.versions().ofText(subject, fingerprint, deleted).stream()
            .filter(version -> anyNotes || version.schema().guid().equals(fingerprint.guid()))
            .toList();
    return same.stream()
        .filter(version -> !version.isDeleted())
        .findFirst()
        .or(() -> same.stream().findFirst());
  }
}
