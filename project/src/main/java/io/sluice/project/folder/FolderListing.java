package io.sluice.project.folder;

import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.plugin.hub.LockFile;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a project's folder there are, and what tells one version of a file from another
 * without reading it. Links are followed: a folder that a tool puts there as a whole often is one.
 * What is hidden, by a name that begins with a dot, is left out.
 *
 * @param yaml files that may be pipelines, and the project file, by absolute path
 * @param others files that a project is made of beside those
 * @param folders the project's and all below it
 * @param unreadable what is there and cannot be looked at; the folder itself when there is none
 * @param nowhere links whose target is not there, whatever they are called: it may have been a
 *     folder
 * @param whole whether nothing was left out because there is too much of it
 */
record FolderListing(
    SortedMap<Path, Stamp> yaml,
    SortedMap<Path, Stamp> others,
    SortedSet<Path> folders,
    SortedSet<Path> unreadable,
    SortedSet<Path> nowhere,
    boolean whole) {
  /** A folder with more in it is no project, but perhaps somebody's home. */
  static final int MOST_ENTRIES = 100_000;

  private static final int DEEPEST = 32;
  private static final List<String> ENDINGS = List.of(".yaml", ".yml");

  /**
   * What a file is told by. One that is replaced has another key even when it is as old and as
   * large.
   *
   * @param key of the file system; null where it has none
   */
  record Stamp(FileTime modified, long size, @Nullable Object key) {}

  FolderListing {
    yaml = Collections.unmodifiableSortedMap(yaml);
    others = Collections.unmodifiableSortedMap(others);
    folders = Collections.unmodifiableSortedSet(folders);
    unreadable = Collections.unmodifiableSortedSet(unreadable);
    nowhere = Collections.unmodifiableSortedSet(nowhere);
  }

  /** Looks; whatever is there, nothing is thrown. */
  static FolderListing of(Path folder) {
    Visitor visitor = new Visitor(folder);
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, visitor);
    } catch (IOException e) {
      visitor.unreadable.add(folder);
    }
    return new FolderListing(
        visitor.yaml,
        visitor.others,
        visitor.folders,
        visitor.unreadable,
        visitor.nowhere,
        visitor.whole);
  }

  /** Whether the other one has the same files in the same state. */
  boolean saysTheSame(FolderListing other) {
    return yaml.equals(other.yaml)
        && others.equals(other.others)
        && unreadable.equals(other.unreadable)
        && nowhere.equals(other.nowhere)
        && whole == other.whole;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Set<Path> wanted;
    private final SortedMap<Path, Stamp> yaml = new TreeMap<>();
    private final SortedMap<Path, Stamp> others = new TreeMap<>();
    private final SortedSet<Path> folders = new TreeSet<>();
    private final SortedSet<Path> unreadable = new TreeSet<>();
    private final SortedSet<Path> nowhere = new TreeSet<>();
    private boolean whole = true;
    private int entries;

    Visitor(Path root) {
      this.root = root;
      this.wanted = Set.of(root.resolve(LockFile.NAME));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (isHidden(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      folders.add(folder);
      return counted();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isHidden(file)) {
        return counted();
      }
      if (attributes.isSymbolicLink()) {
        notFollowed(file);
        return counted();
      }
      Stamp stamp =
          new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (wanted.contains(file)) {
        others.put(file, stamp);
      } else if (isYaml(file) && attributes.isRegularFile()) {
        yaml.put(file, stamp);
      }
      return counted();
    }

    /** Of a link that can be followed, the attributes are those of what it leads to. */
    private void notFollowed(Path link) {
      try {
        Files.readAttributes(link, BasicFileAttributes.class);
        unreadable.add(link); // its target came this moment; the next look sees it
      } catch (NoSuchFileException e) {
        nowhere.add(link);
      } catch (IOException e) {
        unreadable.add(link);
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!isHidden(file) && !(e instanceof FileSystemLoopException)) {
        unreadable.add(file);
      }
      return counted();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        unreadable.add(folder);
      }
      return FileVisitResult.CONTINUE;
    }

    private FileVisitResult counted() {
      if (++entries > MOST_ENTRIES) {
        whole = false;
        return FileVisitResult.TERMINATE;
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isHidden(Path path) {
      Path name = path.getFileName();
      return !path.equals(root) && name != null && name.toString().startsWith(".");
    }

    private static boolean isYaml(Path file) {
      return ENDINGS.stream().anyMatch(file.toString()::endsWith);
    }
  }

  /** Whether a file of this name is one of a project's. */
  static boolean mayMatter(Path name) {
    return Visitor.isYaml(name) || name.endsWith(LockFile.NAME);
  }

  /** Whether this is a project file, of this folder or of one below. */
  static boolean isProjectFile(Path file) {
    return file.endsWith(ProjectFile.NAME);
  }
}
