package io.sluice.registry;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.StorableText;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.ContentNotes;
import io.sluice.registry.store.SettingRows;
import io.sluice.registry.store.SubjectPrefix;
import java.sql.SQLException;
import java.util.Optional;

/** Configs and modes of subjects and contexts. An alias is not followed here. Thread-safe. */
final class Settings {
  private final Transactions transactions;

  Settings(Transactions transactions) {
    this.transactions = transactions;
  }

  Optional<SubjectConfig> ownConfig(String name) {
    SubjectName subject = SubjectName.parse(name);
    return transactions.read(view -> view.settings().config(subject));
  }

  SubjectConfig config(String name) {
    SubjectName subject = SubjectName.parse(name);
    return transactions.read(view -> view.config(subject));
  }

  SubjectConfig setConfig(String name, SubjectConfig config, Actor actor) {
    SubjectName subject = SubjectName.parse(name);
    requireStorable(subject, config);
    return transactions.write(
        (view, change) -> {
          view.requireWritable(subject);
          Optional<SubjectConfig> before = view.settings().config(subject);
          SubjectConfig after = config.or(before.orElse(SubjectConfig.EMPTY));
          set(view, change, actor, subject, before, after);
          return after;
        });
  }

  SubjectConfig replaceConfig(String name, SubjectConfig config, Actor actor) {
    SubjectName subject = SubjectName.parse(name);
    requireStorable(subject, config);
    return transactions.write(
        (view, change) -> {
          view.requireWritable(subject);
          Optional<SubjectConfig> before = view.settings().config(subject);
          if (config.equals(SubjectConfig.EMPTY)) {
            delete(view, change, actor, subject, before);
          } else {
            set(view, change, actor, subject, before, config);
          }
          return config;
        });
  }

  Optional<SubjectConfig> deleteConfig(String name, Actor actor) {
    SubjectName subject = SubjectName.parse(name);
    return transactions.write(
        (view, change) -> {
          view.requireWritable(subject);
          Optional<SubjectConfig> before = view.settings().config(subject);
          delete(view, change, actor, subject, before);
          return before;
        });
  }

  private static void set(
      View view,
      Transactions.Change change,
      Actor actor,
      SubjectName subject,
      Optional<SubjectConfig> before,
      SubjectConfig after)
      throws SQLException {
    view.settings().setConfig(subject, after);
    change.isAbout(
        actor,
        "config.set",
        subject,
        0,
        0,
        before.map(SettingRows::text).orElse(null),
        SettingRows.text(after));
  }

  private static void delete(
      View view,
      Transactions.Change change,
      Actor actor,
      SubjectName subject,
      Optional<SubjectConfig> before)
      throws SQLException {
    if (before.isPresent()) {
      view.settings().deleteConfig(subject);
      change.isAbout(
          actor, "config.deleted", subject, 0, 0, before.map(SettingRows::text).orElse(null), null);
    }
  }

  Optional<Mode> ownMode(String name) {
    SubjectName subject = SubjectName.parse(name);
    return transactions.read(view -> view.settings().mode(subject));
  }

  Mode mode(String name) {
    SubjectName subject = SubjectName.parse(name);
    return transactions.read(view -> view.mode(subject));
  }

  void setMode(String name, Mode mode, boolean force, Actor actor) {
    SubjectName subject = SubjectName.parse(name);
    transactions.write(
        (view, change) -> {
          if (mode == Mode.IMPORT && !force && view.mode(subject) != Mode.IMPORT) {
            requireEmpty(view, subject);
          }
          Optional<Mode> before = view.settings().mode(subject);
          view.settings().setMode(subject, mode);
          change.isAbout(
              actor, "mode.set", subject, 0, 0, before.map(Mode::name).orElse(null), mode.name());
          return mode;
        });
  }

  Optional<Mode> deleteMode(String name, Actor actor) {
    SubjectName subject = SubjectName.parse(name);
    return transactions.write(
        (view, change) -> {
          Optional<Mode> before = view.settings().mode(subject);
          if (before.isPresent()) {
            view.settings().deleteMode(subject);
            change.isAbout(
                actor, "mode.deleted", subject, 0, 0, before.map(Mode::name).orElse(null), null);
          }
          return before;
        });
  }

  /** What is asked for by an alias must be a subject, or every later request would fail. */
  private static void requireStorable(SubjectName subject, SubjectConfig config) {
    String alias = config.alias();
    if (alias != null && !alias.isBlank()) {
      subject.sibling(alias);
    }
    String text = SettingRows.text(config);
    if (text.length() > ContentNotes.LONGEST) {
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA,
          "The settings have "
              + text.length()
              + " characters of JSON; up to "
              + ContentNotes.LONGEST
              + " do.");
    }
    if (!StorableText.fits(text)) {
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA,
          "The settings have half of a character in them (a surrogate without the other).");
    }
  }

  private static void requireEmpty(View view, SubjectName subject) throws SQLException {
    boolean everywhere = subject.context().equals(SubjectName.GLOBAL_CONTEXT);
    boolean any =
        subject.isContext()
            ? !view.versions()
                .subjects(
                    new SubjectPrefix(everywhere ? null : subject.context(), ""),
                    Deleted.HIDDEN,
                    new Page(0, 1))
                .isEmpty()
            : !view.versions().of(subject, Deleted.HIDDEN).isEmpty();
    if (any) {
      throw RegistryException.notPermitted(
          "Cannot import since found existing subjects; delete them, or set the mode by force");
    }
  }
}
