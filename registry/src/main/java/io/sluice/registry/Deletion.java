package io.sluice.registry;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.SettingRows;
import io.sluice.registry.store.VersionRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Deletes versions: softly, which hides them from all but their ids, and then for ever.
 * Thread-safe.
 */
final class Deletion {
  private final Transactions transactions;

  Deletion(Transactions transactions) {
    this.transactions = transactions;
  }

  List<Integer> deleteSubject(String name, boolean permanent, Actor actor) {
    return transactions.write(
        (view, change) -> {
          SubjectName subject = view.meant(name);
          view.requireWritable(subject);
          List<VersionRow> all = view.versions().of(subject, Deleted.INCLUDED);
          List<VersionRow> live = all.stream().filter(row -> !row.isDeleted()).toList();
          if (all.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
          }
          if (!permanent && live.isEmpty()) {
            throw new RegistryException(
                RegistryError.SUBJECT_SOFT_DELETED,
                "Subject '"
                    + subject
                    + "' was soft deleted. Set permanent=true to delete permanently");
          }
          if (permanent && !live.isEmpty()) {
            throw new RegistryException(
                RegistryError.SUBJECT_NOT_SOFT_DELETED,
                "Subject '" + subject + "' was not deleted first before being permanently deleted");
          }
          List<VersionRow> doomed = permanent ? all : live;
          for (VersionRow row : doomed) {
            // Its own other versions go with it.
            requireNone(
                subject,
                row.version(),
                view.versions().neededElsewhere(subject, row.version(), whoMatters(permanent)));
          }
          for (VersionRow row : doomed) {
            delete(view, subject, row, permanent);
          }
          if (permanent) {
            change.removes();
          }
          List<Integer> numbers = doomed.stream().map(VersionRow::version).toList();
          String before = "versions " + numbers + forgetSettings(view, subject);
          change.isAbout(actor, action("subject", permanent), subject, 0, 0, before, null);
          return numbers;
        });
  }

  int deleteVersion(String name, int number, boolean permanent, Actor actor) {
    return transactions.write(
        (view, change) -> {
          SubjectName subject = view.meant(name);
          view.requireWritable(subject);
          SchemaVersion version = existing(view, subject, number, permanent);
          if (!permanent && version.isDeleted()) {
            throw new RegistryException(
                RegistryError.VERSION_SOFT_DELETED,
                said(version) + " was soft deleted. Set permanent=true to delete permanently");
          }
          if (permanent && !version.isDeleted()) {
            throw new RegistryException(
                RegistryError.VERSION_NOT_SOFT_DELETED,
                said(version) + " was not deleted first before being permanently deleted");
          }
          requireNone(
              subject,
              version.version(),
              view.versions().needing(subject, version.version(), whoMatters(permanent)));
          delete(
              view,
              subject,
              new VersionRow(version.version(), version.id(), version.isDeleted()),
              permanent);
          String settings = "";
          if (permanent) {
            change.removes();
            if (view.versions().of(subject, Deleted.INCLUDED).isEmpty()) {
              settings = forgetSettings(view, subject);
            }
          }
          change.isAbout(
              actor,
              action("version", permanent),
              subject,
              version.version(),
              version.id(),
              version.schema().guid() + settings,
              null);
          return version.version();
        });
  }

  private static SchemaVersion existing(
      View view, SubjectName subject, int number, boolean permanent) throws SQLException {
    if (number == Registry.LATEST) {
      return view.version(subject, number, permanent ? Deleted.INCLUDED : Deleted.HIDDEN);
    }
    return view.version(subject, number, Deleted.INCLUDED);
  }

  /**
   * Nobody may need it who still can be read: for a soft deletion whoever is live, for ever also
   * who is soft-deleted, since data that was written with that is read by its id.
   */
  private static Deleted whoMatters(boolean permanent) {
    return permanent ? Deleted.INCLUDED : Deleted.HIDDEN;
  }

  private static void requireNone(SubjectName subject, int version, List<Integer> ids) {
    if (!ids.isEmpty()) {
      throw RegistryException.referenced(subject, version, ids);
    }
  }

  /**
   * A subject's level and mode go with it ("its associated compatibility level", says the API's
   * reference): one that is made anew under the name starts with everybody's.
   *
   * @return what they were, for the list of changes
   */
  private static String forgetSettings(View view, SubjectName subject) throws SQLException {
    StringBuilder said = new StringBuilder();
    Optional<SubjectConfig> config = view.settings().config(subject);
    if (config.isPresent()) {
      said.append(", settings ").append(SettingRows.text(config.get()));
      view.settings().deleteConfig(subject);
    }
    Optional<Mode> mode = view.settings().mode(subject);
    if (mode.isPresent()) {
      said.append(", mode ").append(mode.get());
      view.settings().deleteMode(subject);
    }
    return said.toString();
  }

  private static void delete(View view, SubjectName subject, VersionRow row, boolean permanent)
      throws SQLException {
    if (!permanent) {
      view.versions().mark(subject, row.version(), true);
      return;
    }
    view.versions().remove(subject, row.version());
    if (view.versions().ofId(subject.context(), row.id(), Deleted.INCLUDED).isEmpty()) {
      view.schemas().retire(subject.context(), row.id());
    }
  }

  private static String action(String what, boolean permanent) {
    return what + (permanent ? ".deleted_permanently" : ".deleted");
  }

  private static String said(SchemaVersion version) {
    return "Subject '" + version.subject() + "' Version " + version.version();
  }
}
