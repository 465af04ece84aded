package io.sluice.server.folder;

import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.plugin.PipelineCheck;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.folder.FolderContent;
import io.sluice.project.folder.FolderReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A project's folder, with what plugins say of its pipelines' settings. They are asked again when a
 * text has changed, or was wrong the last time; where asking takes long, not at every look then.
 * Thread-safe.
 */
public final class ProjectFolder {
  /** Of the time, asking a plugin about the same wrong text takes less than one part in so many. */
  private static final int REST = 10;

  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final Project project;
  private final LongSupplier nanos;
  private final Path root;
  private final FolderReader reader;
  private Map<Path, Verdict> judged = Map.of();

  /**
   * What was found of a file.
   *
   * @param until by {@code nanos}, for how long it is good if the file was not
   */
  private record Verdict(PipelineFile file, long until) {}

  /** That of this project. */
  public ProjectFolder(Project project, Clock clock) {
    this(project, clock, System::nanoTime);
  }

  /**
   * @param nanos for durations
   */
  ProjectFolder(Project project, Clock clock, LongSupplier nanos) {
    this.project = project;
    this.nanos = nanos;
    this.root = project.folder();
    this.reader = new FolderReader(project, clock);
  }

  /**
   * What is in it now. Cheap where nothing has changed.
   *
   * @param expected files that are known from before, relative to the folder
   */
  public synchronized Folder read(Collection<Path> expected) {
    FolderContent content = reader.read();
    Map<Path, Verdict> now = new HashMap<>();
    List<PipelineFile> files = new ArrayList<>();
    for (io.sluice.project.folder.PipelineFile file : content.pipelines()) {
      Verdict known = known(file).orElseGet(() -> judge(file));
      now.put(file.relative(), known);
      files.add(known.file());
    }
    judged = now;
    Set<Path> others =
        expected.stream()
            .filter(file -> !now.containsKey(file) && Files.exists(root.resolve(file)))
            .collect(Collectors.toSet());
    return new Folder(files, others, content.unread(), content.settings(), content.problems());
  }

  private Optional<Verdict> known(io.sluice.project.folder.PipelineFile file) {
    return Optional.ofNullable(judged.get(file.relative()))
        .filter(before -> before.file().version().equals(file.version()))
        .filter(
            before ->
                before.file().definition().isPresent()
                    ? file.isSound()
                    : nanos.getAsLong() - before.until() < 0);
  }

  private Verdict judge(io.sluice.project.folder.PipelineFile file) {
    long begun = nanos.getAsLong();
    PipelineFile found = ask(file);
    long now = nanos.getAsLong();
    return new Verdict(found, now + Math.min(REST * (now - begun), LONGEST_REST.toNanos()));
  }

  private PipelineFile ask(io.sluice.project.folder.PipelineFile file) {
    ProjectPipeline said =
        project.pipeline(file.file(), file.text().getBytes(StandardCharsets.UTF_8));
    List<Problem> problems = new ArrayList<>(file.read().problems());
    asked(said, file.relative()).stream().filter(p -> !problems.contains(p)).forEach(problems::add);
    problems.sort(Problem.BY_PLACE);
    boolean sound = problems.stream().noneMatch(Problem::isError);
    return new PipelineFile(
        file.relative(),
        file.namespace(),
        file.name(),
        file.version(),
        sound
            ? Optional.of(
                new Definition(
                    said.name(),
                    file.relative(),
                    file.namespace(),
                    file.version(),
                    file.text(),
                    isKeepable(said),
                    said.read().pipeline(),
                    said.read().onKafka()))
            : Optional.empty(),
        problems);
  }

  private List<Problem> asked(ProjectPipeline said, Path relative) {
    try {
      return said.settingProblems();
    } catch (RuntimeException broken) {
      // A plugin that cannot be fetched or loaded: of this file, and of no other one.
      return List.of(
          Problem.error(
              new Place(relative, 1, 1, ""),
              redact("its plugins cannot be asked: " + broken.getMessage()),
              "See sluice plugin ls"));
    }
  }

  private static boolean isKeepable(ProjectPipeline said) {
    Optional<PipelineParts> parts = said.read().parts();
    return parts.isPresent()
        && new PipelineCheck(said.plugins(), said.secrets()).checkSecrets(parts.get()).isEmpty();
  }

  /**
   * What a version that was kept means today; empty if it is not valid any more. Plugins are asked
   * when it is started.
   */
  public Optional<Definition> define(Applied kept) {
    if (kept.text().isEmpty()) {
      return Optional.empty();
    }
    String text = kept.text().get();
    ProjectPipeline said =
        project.pipeline(root.resolve(kept.file()), text.getBytes(StandardCharsets.UTF_8));
    boolean sound = said.read().problems().stream().noneMatch(Problem::isError);
    return sound
        ? Optional.of(
            new Definition(
                kept.pipeline(),
                kept.file(),
                kept.namespace(),
                kept.version(),
                text,
                true,
                said.read().pipeline(),
                said.read().onKafka()))
        : Optional.empty();
  }

  /** Without secrets that anything in this process has resolved or seen (invariant 9). */
  public String redact(String text) {
    return project.secrets().redact(text);
  }
}
