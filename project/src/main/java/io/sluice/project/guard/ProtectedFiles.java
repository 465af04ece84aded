package io.sluice.project.guard;

import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.plugin.hub.LockFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a project that no pipeline reads or writes: the state folder, and those that say
 * what runs. However a path gets there: by links, {@code ..}, another name of the same file, or
 * another mount of the same folder.
 */
final class ProtectedFiles {
  private static final int MOST_LINKS = 40; // as Linux has it

  /** So deep in the state folder another name of a file is looked for. */
  private static final int DEPTH = 3;

  private static final Set<String> ENDINGS = Set.of(".yaml", ".yml");

  /** In a state folder that has the project in it, or is the project's. */
  private static final Set<String> STATE_FILES = Set.of("state.db", "server.");

  private final Path project;
  private final Path state;

  /**
   * @param project the folder, absolute
   * @param state the state folder, absolute; need not exist
   */
  ProtectedFiles(Path project, Path state) {
    this.project = project;
    this.state = state;
  }

  /**
   * What a path leads to that it must not, for a message; empty if it may be used.
   *
   * @param from where it starts if it is not absolute; absolute, and outside the state folder
   * @param named nothing need be there
   */
  Optional<String> reachedBy(Path from, Path named) {
    Path path = from.resolve(named);
    Optional<String> plainly = kind(path.normalize(), project, state);
    // Most texts are no paths: what does not even begin with a file that is there has no links.
    boolean isThere =
        named.isAbsolute()
            || Files.exists(from.resolve(named.getName(0)), LinkOption.NOFOLLOW_LINKS);
    if (plainly.isPresent() || !isThere) {
      return plainly;
    }
    Path real = real(path, 0);
    return kind(real, real(project, 0), real(state, 0))
        .or(() -> mountedElsewhere(real))
        .or(() -> linked(real));
  }

  private static Optional<String> kind(Path path, Path project, Path state) {
    boolean around = project.startsWith(state);
    if (path.startsWith(state) && (!around || isOfState(state.relativize(path)))) {
      return Optional.of("the state folder of the project");
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (!path.startsWith(project)) {
      return Optional.empty();
    }
    if (path.equals(project.resolve(ProjectFile.NAME))) {
      return Optional.of("the project file " + ProjectFile.NAME);
    }
    if (path.equals(project.resolve(LockFile.NAME))) {
      return Optional.of(LockFile.NAME + ", which says what plugins are loaded");
    }
    return ENDINGS.stream().anyMatch(name::endsWith)
        ? Optional.of("what may be a pipeline file of the project")
        : Optional.empty();
  }

  private static boolean isOfState(Path inside) {
    return STATE_FILES.stream().anyMatch(inside.toString()::startsWith);
  }

  /**
   * Where a path leads, links resolved in their turn, as the kernel does; what is not there too.
   */
  private static Path real(Path path, int links) {
    Path at = Objects.requireNonNull(path.getRoot(), "expected an absolute path");
    for (Path part : path) {
      if (part.toString().equals("..")) {
        at = Objects.requireNonNullElse(at.getParent(), at);
      } else if (!part.toString().equals(".")) {
        Path next = at.resolve(part);
        at = links < MOST_LINKS ? target(next, links).orElse(next) : next;
      }
    }
    return at;
  }

  /** Where a link leads; empty if it is none, or cannot be read, since no pipeline can then. */
  private static Optional<Path> target(Path link, int links) {
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    try {
      Path parent = Objects.requireNonNull(link.getParent(), "a link has a parent");
      return Optional.of(real(parent.resolve(Files.readSymbolicLink(link)), links + 1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> mountedElsewhere(Path real) {
    for (Path folder = real; folder != null; folder = folder.getParent()) {
      if (isSame(folder, state) && !project.startsWith(state)) {
        return Optional.of("the state folder of the project");
      }
    }
    return Optional.empty();
  }

  /** A hard link is another name of the same file. */
  private Optional<String> linked(Path real) {
    if (!Files.isRegularFile(real) || !hasOtherNames(real)) {
      return Optional.empty();
    }
    if (isSame(real, project.resolve(ProjectFile.NAME))) {
      return Optional.of("the project file " + ProjectFile.NAME);
    }
    try (Stream<Path> all = Files.walk(state, DEPTH)) {
      return all.filter(Files::isRegularFile).anyMatch(kept -> isSame(real, kept))
          ? Optional.of("a file of the project's state")
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // There is no state yet.
    }
  }

  private static boolean hasOtherNames(Path file) {
    try {
      return !(Files.getAttribute(file, "unix:nlink") instanceof Integer names) || names > 1;
    } catch (IOException | UnsupportedOperationException e) {
      return true; // Not to be told this way.
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // One of them is not there.
    }
  }
}
