package io.sluice.project.folder;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ProjectFileReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.file.Recognition;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.yaml.YamlText;
import io.sluice.project.Project;
import io.sluice.project.folder.FolderListing.Stamp;
import io.sluice.project.guard.ConnectorLimits;
import io.sluice.project.guard.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads all pipeline files of a project's folder and the folders below it. Files that did not
 * change since the last time are not read again, so that it may be asked often. Which YAML files
 * are pipelines is decided as {@link Recognition} says; others are left alone. One thread at a time
 * reads; others wait.
 */
public final class FolderReader {
  /**
   * Within this time a file system may not tell two versions of a file apart, so that one which is
   * as new as that is read again.
   */
  private static final Duration DOUBTFUL = Duration.ofSeconds(3);

  private final Project project;
  private final Path folder;
  private final Clock clock;
  private final ProjectFileReader settings = new ProjectFileReader();
  private Map<Path, Known> known = new HashMap<>();

  /** Nothing is read yet. */
  public FolderReader(Project project, Clock clock) {
    this.project = project;
    this.folder = project.folder();
    this.clock = clock;
  }

  /**
   * A file as it was read.
   *
   * @param doubtful whether it may have changed since without showing it
   * @param bytes all of it, or as much as no pipeline file has
   * @param pipeline empty if it is none
   */
  private record Known(
      Stamp stamp, boolean doubtful, byte[] bytes, Optional<PipelineFile> pipeline) {}

  /** What the folder says now; whatever is there, nothing is thrown. */
  public synchronized FolderContent read() {
    FolderListing listing = FolderListing.of(folder);
    List<Problem> problems = new ArrayList<>();
    Map<Path, Known> now = new HashMap<>();
    Set<Path> unread = new HashSet<>(listing.unreadable());
    unread.addAll(listing.nowhere());
    for (Map.Entry<Path, Stamp> found : listing.yaml().entrySet()) {
      Path file = found.getKey();
      if (FolderListing.isProjectFile(file)) {
        continue;
      }
      Known before = known.get(file);
      try {
        now.put(file, current(file, found.getValue(), before));
      } catch (NoSuchFileException e) {
        unread.add(file); // Gone since it was listed; where to, the next reading sees.
      } catch (IOException e) {
        unread.add(file);
        problems.add(unreadable(file));
        if (before != null) {
          now.put(file, before);
        }
      }
    }
    listing.unreadable().forEach(path -> keep(path, now));
    listing.unreadable().forEach(path -> problems.add(unreadable(path)));
    for (Path link : listing.nowhere()) {
      boolean held = keep(link, now);
      if (held || FolderListing.mayMatter(link)) {
        problems.add(nowhere(link));
      }
    }
    if (!listing.whole()) {
      unread.add(folder);
      problems.add(tooMuch());
    }
    problems.addAll(ofProjectFilesBelow(listing));
    ProjectFileReader.ProjectRead said = settings.read(folder);
    problems.addAll(said.problems().stream().map(this::named).toList());
    problems.addAll(unknownTo(said.project(), listing).stream().map(this::named).toList());
    known = now;
    List<PipelineFile> pipelines =
        now.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(entry -> entry.getValue().pipeline().stream())
            .toList();
    return new FolderContent(told(pipelines), said.project(), problems, relative(unread));
  }

  private Set<Path> relative(Set<Path> paths) {
    return paths.stream().map(folder::relativize).collect(Collectors.toSet());
  }

  private static List<PipelineFile> told(List<PipelineFile> pipelines) {
    return SharedConnectors.told(SharedNames.told(pipelines));
  }

  private Known current(Path file, Stamp stamp, @Nullable Known before) throws IOException {
    if (before != null && !before.doubtful() && before.stamp().equals(stamp)) {
      return before;
    }
    boolean doubtful = stamp.modified().toInstant().isAfter(clock.instant().minus(DOUBTFUL));
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(YamlText.MAX_BYTES + 1);
    }
    Optional<PipelineFile> pipeline =
        before != null && Arrays.equals(before.bytes(), bytes)
            ? before.pipeline()
            : pipeline(file, bytes);
    return new Known(stamp, doubtful, bytes, pipeline);
  }

  private Optional<PipelineFile> pipeline(Path file, byte[] bytes) {
    if (!Recognition.isPipeline(file, bytes)) {
      return Optional.empty();
    }
    Path relative = folder.relativize(file);
    ReadResult read = project.pipeline(file, bytes).read();
    return Optional.of(
        new PipelineFile(
            file,
            relative,
            Namespace.of(relative),
            read.parts().flatMap(parts -> parts.name()).orElseGet(() -> plainName(file)),
            PipelineReader.version(bytes),
            new String(bytes, StandardCharsets.UTF_8),
            read));
  }

  private static String plainName(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * What was known of a place that cannot be looked at any more stays as it was.
   *
   * @return whether there was something
   */
  private boolean keep(Path unreadable, Map<Path, Known> now) {
    boolean any = false;
    for (Map.Entry<Path, Known> before : known.entrySet()) {
      if (before.getKey().startsWith(unreadable)) {
        now.putIfAbsent(before.getKey(), before.getValue());
        any = true;
      }
    }
    return any;
  }

  private Problem nowhere(Path link) {
    return Problem.error(
        place(link),
        "is a link that leads nowhere, so that a pipeline from there is left as it is",
        "Mend the link, or remove it");
  }

  private Problem unreadable(Path path) {
    boolean missing = path.equals(folder) && !Files.exists(folder);
    return Problem.error(
        place(path),
        missing
            ? "there is no such folder, so its pipelines are left as they are"
            : "cannot be read, so that the pipelines there are left as they are",
        missing ? "Make it, or start with the folder of the project" : "Mind its permissions");
  }

  private Problem tooMuch() {
    return Problem.error(
        place(folder),
        "expected a project with pipeline files, found more than "
            + FolderListing.MOST_ENTRIES
            + " files and folders",
        "Start with the folder of the project");
  }

  /** What the project file permits to whom nobody knows, or of what nobody knows. */
  private List<Problem> unknownTo(ProjectFile said, FolderListing listing) {
    List<String> namespaces = new ArrayList<>(List.of(Namespace.DEFAULT));
    listing.folders().stream()
        .filter(one -> folder.equals(one.getParent()))
        .forEach(one -> namespaces.add(String.valueOf(one.getFileName())));
    return new ConnectorLimits(said.connectors(), project::plugins).unknown(namespaces);
  }

  /** They count for commands in their folder, not for the project around it. */
  private List<Problem> ofProjectFilesBelow(FolderListing listing) {
    Path own = folder.resolve(ProjectFile.NAME);
    return listing.yaml().keySet().stream()
        .filter(file -> FolderListing.isProjectFile(file) && !file.equals(own))
        .map(
            file ->
                Problem.warning(
                    place(file),
                    "is not read: the pipelines there are part of the project above",
                    "Say it in " + ProjectFile.NAME + " of that folder"))
        .toList();
  }

  private Place place(Path path) {
    return new Place(shown(path), 1, 1, "");
  }

  private Problem named(Problem problem) {
    Place at = problem.place();
    return new Problem(
        new Place(shown(at.file()), at.line(), at.column(), at.path()),
        problem.message(),
        problem.hint(),
        problem.severity());
  }

  private Path shown(Path path) {
    return path.startsWith(folder) && !path.equals(folder) ? folder.relativize(path) : path;
  }
}
