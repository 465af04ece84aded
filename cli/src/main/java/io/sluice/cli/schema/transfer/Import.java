package io.sluice.cli.schema.transfer;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.schema.transfer.Snapshot.Subject;
import io.sluice.cli.schema.transfer.Snapshot.Version;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.NewEntry;
import io.sluice.project.schema.catalog.RefusedException;
import io.sluice.schema.formats.SchemaFormats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a snapshot into a registry with ids and versions kept. What is there already is left, so
 * it can be done again, also after it was broken off. For one thread.
 *
 * <p>Subjects that get versions are in mode IMPORT meanwhile and in the one that they had
 * afterwards. One that was in IMPORT before, as an import leaves it that was killed, gets the mode
 * that it has in the snapshot.
 */
public final class Import {
  private static final String IMPORT = "IMPORT";

  private final Snapshot from;
  private final Catalog to;
  private final ImportPlan plan;
  private final Map<String, Optional<String>> modesBefore = new LinkedHashMap<>();

  private Import(Snapshot from, Catalog to, ImportPlan plan) {
    this.from = from;
    this.to = to;
    this.plan = plan;
  }

  /** Looks what there is to do; changes nothing. */
  public static Import prepare(Snapshot from, Catalog to, SchemaFormats formats) {
    return new Import(from, to, ImportPlan.of(from, to, formats));
  }

  /** Why it cannot be done, a sentence each. */
  public List<String> conflicts() {
    return plan.conflicts();
  }

  /** How many versions are missing. */
  public int missing() {
    return plan.missing().size();
  }

  /** How many versions are there already. */
  public int present() {
    return plan.present();
  }

  /**
   * The settings that subjects will get.
   *
   * @return config by subject
   */
  public Map<String, Map<String, Object>> settings() {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    from.subjects()
        .forEach(
            (name, subject) -> {
              if (!subject.config().isEmpty() && !subject.config().equals(to.config(name))) {
                settings.put(name, subject.config());
              }
            });
    return settings;
  }

  /**
   * Does it.
   *
   * @throws CommandFailure if the registry does not do its part; what was done stays
   */
  public void run() {
    if (!plan.conflicts().isEmpty()) {
      throw new IllegalStateException("an import with conflicts");
    }
    leftInImport();
    try {
      register();
    } finally {
      modesBefore.forEach(this::modeBack);
    }
    settings().forEach(to::configure);
  }

  private void register() {
    List<Version> deleted = new ArrayList<>();
    int done = 0;
    for (Version version : plan.missing()) {
      Entry entry = version.entry();
      modesBefore.computeIfAbsent(entry.subject(), this::open);
      register(entry, done++);
      if (version.isDeleted()) {
        deleted.add(version);
      }
    }
    for (Version version : deleted) {
      Entry entry = version.entry();
      to.delete(entry.subject(), entry.version(), false, Optional.of("so it was where it is from"));
    }
  }

  private void register(Entry entry, int done) {
    int id;
    try {
      id = to.register(NewEntry.same(entry), false);
    } catch (RefusedException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          to.name() + " does not take " + entry.name() + ": " + e.getMessage(),
          again(done),
          e);
    }
    if (id != entry.id()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          to.name()
              + " gave "
              + entry.name()
              + " the id "
              + id
              + ", where "
              + entry.id()
              + " was asked for: it does not keep ids",
          "Data that was written under the old ids could not be read with it. Delete what was"
              + " registered, or import into a registry that has a mode IMPORT.");
    }
  }

  private String again(int done) {
    return done
        + " of "
        + plan.missing().size()
        + " versions were registered. Once it is mended, import again: what is there is left.";
  }

  /** Puts a subject into IMPORT; the mode to go back to. */
  private Optional<String> open(String subject) {
    Optional<String> before = to.mode(subject);
    if (!before.equals(Optional.of(IMPORT))) {
      to.setMode(subject, IMPORT, true); // forced: it may have versions
      return before;
    }
    return wanted(subject);
  }

  private void modeBack(String subject, Optional<String> before) {
    setMode(subject, before.isPresent() ? before : wanted(subject));
  }

  private void setMode(String subject, Optional<String> mode) {
    mode.ifPresentOrElse(each -> to.setMode(subject, each, true), () -> to.deleteMode(subject));
  }

  /** The mode in the snapshot. */
  private Optional<String> wanted(String subject) {
    return Optional.ofNullable(from.subjects().get(subject)).flatMap(Subject::mode);
  }

  /** What an import that was killed has left open, and this one would not touch. */
  private void leftInImport() {
    Map<String, Boolean> touched = new HashMap<>();
    plan.missing().forEach(version -> touched.put(version.entry().subject(), true));
    from.subjects()
        .forEach(
            (name, subject) -> {
              boolean left =
                  !touched.containsKey(name) && to.mode(name).equals(Optional.of(IMPORT));
              if (left && !subject.mode().equals(Optional.of(IMPORT))) {
                setMode(name, subject.mode());
              }
            });
  }
}
