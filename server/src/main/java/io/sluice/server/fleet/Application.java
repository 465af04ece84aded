package io.sluice.server.fleet;

import io.sluice.engine.run.LogOwner;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.server.access.Identity;
import io.sluice.server.folder.Applied;
import io.sluice.server.folder.Definition;
import io.sluice.server.folder.Folder;
import io.sluice.server.folder.KeptNames;
import io.sluice.server.folder.PipelineFile;
import io.sluice.server.folder.Plan;
import io.sluice.server.folder.Planning;
import io.sluice.server.folder.ProjectFolder;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.FolderPlan.Kind;
import io.sluice.server.operate.Refusal;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files so. What was applied is in the state, with the audit's entries, before anything of it
 * runs; pipelines whose version did not change are not touched. Thread-safe, one plan at a time.
 */
final class Application {
  private static final Logger log = LoggerFactory.getLogger(Application.class);

  private static final String APPLIED = "its files are applied";

  /** For somebody else's look, where there is another one to be shown. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For what is under way, where there is nothing else to be shown or to do. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final ProjectFolder folder;
  private final Members members;
  private final Storage state;
  private final Clock clock;
  private final OneAtATime looking = new OneAtATime("the project's folder", LONGEST_WAIT);
  private final Map<String, Applied> applied;
  private final Map<String, String> namespaces;
  private @Nullable ProjectFile settings;
  private volatile @Nullable FolderPlan shown;

  Application(
      ProjectFolder folder, Members members, FleetTables tables, Storage state, Clock clock) {
    this.folder = folder;
    this.members = members;
    this.state = state;
    this.clock = clock;
    this.applied = new ConcurrentHashMap<>(tables.applied());
    this.namespaces = new ConcurrentHashMap<>(tables.namespaces());
  }

  /**
   * What was applied before this process began comes back as it was, whatever the files say now.
   */
  void restore() {
    var unused = looking.whenever("what was applied is brought back", this::restoreApplied);
  }

  private Folder restoreApplied() {
    Folder now = read();
    settings = now.settings();
    Map<String, PipelineFile> files =
        now.files().stream()
            .collect(Collectors.toMap(PipelineFile::name, file -> file, (one, other) -> one));
    members.prepare(applied.keySet());
    for (Applied before : applied.values()) {
      ManagedPipeline pipeline = members.member(before.pipeline());
      kept(before, Optional.ofNullable(files.get(before.pipeline())))
          .ifPresentOrElse(pipeline::define, () -> pipeline.seen(List.of(), lost(before)));
    }
    return now;
  }

  private Folder read() {
    Folder found = folder.read(applied.values().stream().map(Applied::file).toList());
    return KeptNames.guarded(found, applied.keySet(), namespaces);
  }

  /** The version that was applied: of the file that still says the same, or of its text. */
  private Optional<Definition> kept(Applied before, Optional<PipelineFile> file) {
    return file.flatMap(PipelineFile::definition)
        .filter(d -> d.version().equals(before.version()) && d.file().equals(before.file()))
        .or(() -> folder.define(before));
  }

  private static List<Problem> lost(Applied before) {
    return List.of(
        Problem.error(
            new Place(before.file(), 1, 1, ""),
            "the version that was applied "
                + before.at()
                + (before.text().isEmpty()
                    ? " was not kept, since a secret is written out in its file, and the file is"
                        + " another one now, or has errors"
                    : " is not valid any more, for this version of Sluice or for what its namespace"
                        + " may name"),
            "Apply the file as it is now. Secrets belong into variables: ${env:NAME}"));
  }

  /** What the files would change now; what was seen before while a look waits for a plugin. */
  FolderPlan plan() {
    FolderPlan before = shown;
    Supplier<FolderPlan> look = () -> look().shown();
    String doing = "its files are looked at"; // In milliseconds, unless a plugin is waited for.
    return before == null
        ? looking.during(doing, look)
        : looking.ifFree(PATIENCE, doing, look).orElse(before);
  }

  /**
   * Makes the files so.
   *
   * @param expected the plan that somebody looked at
   * @throws Refusal if it is another one now, or the files are looked at for long already
   */
  FolderPlan apply(Identity who, FolderPlan expected, String reason) {
    return looking.during(APPLIED, () -> applyNow(who, expected, reason));
  }

  /** The same, whatever the plan is now and however long something else takes. */
  FolderPlan follow(Identity who, String reason) {
    return looking.whenever(APPLIED, () -> applyNow(who, null, reason));
  }

  private FolderPlan applyNow(Identity who, @Nullable FolderPlan expected, String reason) {
    Plan plan = look();
    if (expected != null && !expected.id().equals(plan.shown().id())) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "the files, or what runs, have changed since that plan was made",
          "Look at the plan as it is now, and apply that one.");
    }
    make(plan, who, reason);
    return plan.shown();
  }

  /** Whether what is kept under a name is another namespace's. */
  boolean isKept(String name, String namespace) {
    String of = namespaces.get(name);
    return of != null && !of.equals(namespace);
  }

  /** Gives up what a namespace has of a name that no pipeline has now. */
  void release(Identity who, String name, String reason) {
    var unused = // No plan may take the name in the midst of it.
        looking.during("a name is released", () -> releaseNow(who, name, reason));
  }

  private String releaseNow(Identity who, String name, String reason) {
    String namespace = namespaces.get(name);
    if (namespace == null) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND, "nothing is kept of a pipeline " + name + " that is gone", null);
    }
    if (applied.containsKey(name)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "the project has a pipeline " + name,
          "Move its file to the other namespace: the name goes with it");
    }
    Instant now = clock.instant();
    String before = CanonicalJson.write(Map.of("namespace", namespace));
    Refusals.orRefused(
        () ->
            state.write(
                Durability.NOW,
                on -> {
                  FleetTables.releaseName(on, name);
                  Audit.insert(
                      on,
                      now,
                      who.name(),
                      AuditAction.PIPELINE_RELEASE_NAME,
                      name,
                      before,
                      "",
                      reason);
                  return name;
                }));
    namespaces.remove(name);
    members.changed();
    return name;
  }

  private Plan look() {
    Folder now = read();
    ProjectFile first = settings == null ? now.settings() : settings;
    settings = first;
    Plan plan = Planning.plan(applied, versions(), now, first, folder::redact);
    members.see(plan, applied.keySet());
    shown = plan.shown();
    return plan;
  }

  private Map<String, Definition> versions() {
    Map<String, Definition> versions = new HashMap<>();
    for (String name : applied.keySet()) {
      members.member(name).definition().ifPresent(version -> versions.put(name, version));
    }
    return versions;
  }

  private void make(Plan plan, Identity who, String reason) {
    if (plan.apply().isEmpty() && plan.remove().isEmpty() && plan.rename().isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Refusals.orRefused(() -> state.write(Durability.NOW, on -> write(on, plan, who, reason, now)));
    plan.apply()
        .forEach(
            (name, version) -> {
              applied.put(name, applied(version, who, now));
              namespaces.put(name, version.namespace());
              members.define(name, version);
            });
    plan.rename()
        .forEach(
            (name, version) -> {
              Applied before = applied.get(name);
              if (before != null) {
                applied.put(name, moved(before, version));
                namespaces.put(name, version.namespace());
                members.member(name).rename(version);
              }
            });
    plan.remove()
        .forEach(
            name -> {
              applied.remove(name);
              members.member(name).remove();
            });
    members.changed();
    shown = null; // What was to be done is done: nobody is shown it as a plan any more.
    tell(plan.shown(), who);
  }

  private Plan write(Connection on, Plan plan, Identity who, String reason, Instant now)
      throws SQLException {
    for (Definition version : plan.apply().values()) {
      Applied before = applied.get(version.name());
      Applied after = applied(version, who, now);
      FleetTables.apply(on, after);
      FleetTables.keepName(on, version.name(), version.namespace());
      note(
          on,
          before == null ? AuditAction.PIPELINE_ADD : AuditAction.PIPELINE_CHANGE,
          before,
          after,
          who,
          reason,
          now);
    }
    for (Definition version : plan.rename().values()) {
      FleetTables.rename(on, version.name(), version.file(), version.namespace());
      FleetTables.keepName(on, version.name(), version.namespace());
      Applied before = applied.get(version.name());
      if (before != null) {
        note(on, AuditAction.PIPELINE_RENAME, before, moved(before, version), who, reason, now);
      }
    }
    for (String name : plan.remove()) {
      FleetTables.remove(on, name);
      note(on, AuditAction.PIPELINE_REMOVE, applied.get(name), null, who, reason, now);
    }
    return plan;
  }

  private static void note(
      Connection on,
      AuditAction action,
      @Nullable Applied before,
      @Nullable Applied after,
      Identity who,
      String reason,
      Instant now)
      throws SQLException {
    Applied named = after == null ? before : after;
    Audit.insert(
        on,
        now,
        who.name(),
        action,
        named == null ? "" : named.pipeline(),
        document(before),
        document(after),
        reason);
  }

  private static String document(@Nullable Applied version) {
    return version == null
        ? ""
        : CanonicalJson.write(
            Map.of("file", version.file().toString(), "version", version.version()));
  }

  private static Applied applied(Definition version, Identity who, Instant now) {
    return new Applied(
        version.name(),
        version.file(),
        version.namespace(),
        version.version(),
        version.keepable() ? Optional.of(version.text()) : Optional.empty(),
        now,
        who.name());
  }

  private static Applied moved(Applied before, Definition to) {
    return new Applied(
        before.pipeline(),
        to.file(),
        to.namespace(),
        before.version(),
        before.text(),
        before.at(),
        before.who());
  }

  private static void tell(FolderPlan plan, Identity who) {
    plan.changes().stream()
        .filter(change -> change.kind() != Kind.UNCHANGED && change.kind() != Kind.INVALID)
        .forEach(
            change ->
                LogOwner.of(
                        change.pipeline(),
                        () ->
                            log.info(
                                "Pipeline {}: {} by {} ({})",
                                change.pipeline(),
                                change.kind(),
                                who.name(),
                                change.file()))
                    .run());
  }
}
