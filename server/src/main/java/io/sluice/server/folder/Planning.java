package io.sluice.server.folder;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.FolderPlan.Change;
import io.sluice.server.operate.FolderPlan.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Decides what becomes of each pipeline when a folder is applied. A file with errors changes
 * nothing; a pipeline is removed only when its file is gone, not when it cannot be read.
 */
public final class Planning {
  private static final List<String> TAKEN_UP =
      List.of(
          "The same text, which could not be read when the server began: the pipeline runs from it"
              + " again.");

  private final Map<String, Applied> applied;
  private final Map<String, Definition> versions;
  private final Folder folder;
  private final Differences differences;
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Definition> apply = new HashMap<>();
  private final Map<String, Definition> rename = new HashMap<>();
  private final Set<String> remove = new TreeSet<>();

  private Planning(
      Map<String, Applied> applied,
      Map<String, Definition> versions,
      Folder folder,
      UnaryOperator<String> redaction) {
    this.applied = applied;
    this.versions = versions;
    this.folder = folder;
    this.differences = new Differences(redaction);
  }

  /**
   * The plan.
   *
   * @param applied what was last made so, by pipeline
   * @param versions what that means, by pipeline; those that nobody can read any more are missing
   * @param settings those of the project when the server started
   * @param redaction takes secrets out of differences
   */
  public static Plan plan(
      Map<String, Applied> applied,
      Map<String, Definition> versions,
      Folder folder,
      ProjectFile settings,
      UnaryOperator<String> redaction) {
    return new Planning(applied, versions, folder, redaction).plan(settings);
  }

  private Plan plan(ProjectFile settings) {
    Map<String, List<PipelineFile>> files = byPipeline();
    // Of files with one name none is sound but, perhaps, the one that says it.
    files.values().forEach(found -> found.forEach(this::of));
    applied.values().stream()
        .filter(before -> !files.containsKey(before.pipeline()))
        .forEach(this::withoutFile);
    changes.sort(Comparator.comparing(Change::pipeline).thenComparing(Change::file));
    return new Plan(
        new FolderPlan(id(files), changes, notices(settings)), apply, rename, remove, files);
  }

  /**
   * A file with errors is still that of the pipeline that it had, unless another file says that
   * name: whatever name it says now is as little sure as the rest of it.
   */
  private Map<String, List<PipelineFile>> byPipeline() {
    Map<Path, String> known =
        applied.values().stream()
            .collect(Collectors.toMap(Applied::file, Applied::pipeline, (one, other) -> one));
    Set<String> said =
        folder.files().stream()
            .filter(file -> file.definition().isPresent())
            .map(PipelineFile::name)
            .collect(Collectors.toSet());
    Map<String, List<PipelineFile>> files = new TreeMap<>();
    for (PipelineFile file : folder.files()) {
      String before = known.get(file.file());
      PipelineFile found =
          before == null || said.contains(before) || file.definition().isPresent()
              ? file
              : file.of(before);
      files
          .computeIfAbsent(found.name(), name -> new ArrayList<>())
          .add(Engines.refused(found, Optional.ofNullable(versions.get(found.name()))));
    }
    return files;
  }

  private void of(PipelineFile file) {
    if (file.definition().isEmpty()) {
      invalid(file);
      return;
    }
    Definition wanted = file.definition().get();
    Applied before = applied.get(file.name());
    if (before == null) {
      apply.put(file.name(), wanted);
      changes.add(change(Kind.ADD, file, differences.added(wanted)));
    } else if (before.isSameAs(file) && versions.containsKey(file.name())) {
      if (!before.file().equals(file.file())) {
        rename.put(file.name(), wanted);
      }
      changes.add(change(Kind.UNCHANGED, file, List.of()));
    } else {
      apply.put(file.name(), wanted);
      changes.add(
          change(
              Kind.CHANGE,
              file,
              before.isSameAs(file) ? TAKEN_UP : differences.between(before, wanted)));
    }
  }

  private void invalid(PipelineFile file) {
    changes.add(change(Kind.INVALID, file, List.of()));
  }

  private void withoutFile(Applied before) {
    Optional<Path> hiding = folder.hiding(before.file());
    if (hiding.isPresent()) {
      lost(before, "cannot be looked at" + because(before, hiding.get()), "Make it readable");
    } else if (folder.others().contains(before.file())) {
      lost(before, "is no pipeline file any more", "Mend the file");
    } else {
      remove.add(before.pipeline());
      changes.add(
          new Change(
              Kind.REMOVE,
              before.pipeline(),
              before.file(),
              differences.removed(before),
              List.of()));
    }
  }

  private static String because(Applied before, Path hiding) {
    if (hiding.equals(before.file())) {
      return "";
    }
    return hiding.toString().isEmpty()
        ? ", since the project's folder cannot be read as a whole"
        : ", since " + hiding + " cannot be read";
  }

  private void lost(Applied before, String what, String remedy) {
    Problem problem =
        Problem.error(
            new Place(before.file(), 1, 1, ""),
            "the file of pipeline " + before.pipeline() + " " + what,
            "What ran goes on. " + remedy + ", or delete it to stop the pipeline");
    changes.add(
        new Change(Kind.INVALID, before.pipeline(), before.file(), List.of(), List.of(problem)));
  }

  private static Change change(Kind kind, PipelineFile file, List<String> difference) {
    return new Change(kind, file.name(), file.file(), difference, file.problems());
  }

  private List<String> notices(ProjectFile settings) {
    List<String> notices =
        new ArrayList<>(folder.problems().stream().map(Problem::toString).toList());
    if (!folder.settings().equals(settings)) {
      notices.add(
          ProjectFile.NAME
              + " has changed since the server started, and is read when it starts: restart the"
              + " server to have it for all pipelines.");
    }
    remove.stream()
        .flatMap(name -> Optional.ofNullable(versions.get(name)).stream())
        .flatMap(version -> Engines.left(version).stream())
        .forEach(notices::add);
    return notices;
  }

  /** Of all that decides: who looks at a plan applies that one and no other. */
  private String id(Map<String, List<PipelineFile>> files) {
    StringBuilder text = new StringBuilder();
    for (Change change : changes) {
      Applied before = applied.get(change.pipeline());
      text.append('\n')
          .append(change.kind())
          .append(' ')
          .append(change.pipeline())
          .append(' ')
          .append(change.file())
          .append(' ')
          .append(before == null ? "-" : before.version());
      files.getOrDefault(change.pipeline(), List.of()).stream()
          .filter(file -> file.file().equals(change.file()))
          .forEach(file -> text.append(' ').append(file.version()));
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
