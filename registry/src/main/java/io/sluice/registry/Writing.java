package io.sluice.registry;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.Fingerprint;
import io.sluice.registry.store.VersionRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes what may become a version, in one transaction that nobody else writes beside. */
final class Writing {
  private final View view;
  private final Transactions.Change change;
  private final Actor actor;

  Writing(View view, Transactions.Change change, Actor actor) {
    this.view = view;
    this.change = change;
    this.actor = actor;
  }

  SchemaVersion write(Prepared prepared, SchemaContent content) throws SQLException {
    SubjectName subject = prepared.subject();
    SchemaDraft draft = prepared.draft();
    Fingerprint fingerprint = Fingerprint.of(content);
    int version = version(subject, draft);
    int id =
        draft.id() > 0
            ? forced(subject.context(), draft.id(), fingerprint)
            : next(subject.context(), fingerprint);
    StoredSchema schema = new StoredSchema(subject.context(), id, fingerprint.guid(), content);
    if (view.schemas().find(subject.context(), id).isEmpty()) {
      view.schemas().insert(schema, fingerprint);
    }
    view.schemas().reachId(subject.context(), id);
    Optional<SchemaVersion> undone = view.versions().find(subject, version, Deleted.ONLY);
    List<Integer> replaced = List.of();
    if (undone.isPresent()) {
      undo(undone.get(), draft);
    } else {
      view.versions().insert(subject, version, id, change.at());
      replaced = draft.id() > 0 ? List.of() : replaceDeleted(subject, version, id);
    }
    change.isAbout(
        actor,
        "version.registered",
        subject,
        version,
        id,
        replaced.isEmpty() ? null : "deleted versions " + replaced,
        fingerprint.guid());
    return new SchemaVersion(subject, version, schema, /* isDeleted= */ false, change.at());
  }

  private int version(SubjectName subject, SchemaDraft draft) throws SQLException {
    int next = view.versions().highest(subject) + 1;
    if (draft.version() <= 0) {
      return next;
    }
    if (draft.id() <= 0 && draft.version() != next) {
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA,
          "Version is not one more than previous version: expected "
              + next
              + " but found "
              + draft.version());
    }
    Optional<SchemaVersion> there =
        view.versions().find(subject, draft.version(), Deleted.INCLUDED);
    if (there.isPresent() && (there.get().id() != draft.id() || !there.get().isDeleted())) {
      throw RegistryException.notPermitted(
          "Overwrite version "
              + draft.version()
              + " of subject "
              + subject
              + ", which has the id "
              + there.get().id()
              + ", is not permitted.");
    }
    return draft.version();
  }

  private int forced(String context, int id, Fingerprint fingerprint) throws SQLException {
    Optional<String> meaning = view.schemas().guidOf(context, id);
    if (meaning.isPresent() && !meaning.get().equals(fingerprint.guid())) {
      throw RegistryException.notPermitted(
          "Overwrite new schema with id " + id + " is not permitted.");
    }
    return id;
  }

  /** The id that the content has or once had; else one higher than any before. */
  private int next(String context, Fingerprint fingerprint) throws SQLException {
    OptionalInt known = view.schemas().idOf(context, fingerprint.guid());
    if (known.isPresent()) {
      return known.getAsInt();
    }
    int highest = view.schemas().highestId(context);
    if (highest == Integer.MAX_VALUE) {
      throw RegistryException.notPermitted(
          "Context " + context + " has given its highest id: use another context.");
    }
    return highest + 1;
  }

  /** An import gives a version back that was soft-deleted. */
  private void undo(SchemaVersion version, SchemaDraft draft) throws SQLException {
    if (version.id() != draft.id()) {
      throw new IllegalStateException("version " + version.version() + " was checked before");
    }
    view.versions().mark(version.subject(), version.version(), false);
  }

  /**
   * A soft-deleted version that comes back does so as a new one, and the old number is gone for
   * ever, unless somebody needs it by that number.
   */
  private List<Integer> replaceDeleted(SubjectName subject, int version, int id)
      throws SQLException {
    List<Integer> replaced = new ArrayList<>();
    for (VersionRow row : view.versions().of(subject, Deleted.ONLY)) {
      if (row.id() == id
          && row.version() < version
          && view.versions().needing(subject, row.version(), Deleted.INCLUDED).isEmpty()) {
        view.versions().remove(subject, row.version());
        replaced.add(row.version());
      }
    }
    if (!replaced.isEmpty()) {
      change.removes();
    }
    return replaced;
  }
}
