package io.sluice.state.file;

import io.sluice.state.storage.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a database was opened as, and its log. SQLite goes on with a file that was deleted or
 * replaced under it as if nothing had happened, and all that is written from then on is gone with
 * the process. Safe for use by several threads.
 */
final class OpenedFile {
  private final Path file;
  private final Path log;
  private int connections;
  private @Nullable Object fileKey;
  private @Nullable Object logKey;

  OpenedFile(Path file) {
    this.file = file;
    this.log = file.resolveSibling(file.getFileName() + "-wal");
  }

  /** A connection is open. */
  synchronized void begins() {
    if (connections++ == 0) {
      fileKey = key(file);
      logKey = null; // SQLite makes it with the first transaction.
    }
  }

  /** A connection is about to be closed; the last one takes the log with it. */
  synchronized void ends() {
    connections--;
  }

  /**
   * Compares with what is there now. Whatever has no key, as on some file systems, is not compared.
   *
   * @throws StateException of kind CORRUPT if it is another file, or none
   */
  synchronized void check() {
    if (connections == 0) {
      return;
    }
    if (fileKey != null && !Objects.equals(fileKey, key(file))) {
      throw gone(file);
    }
    if (logKey == null) {
      logKey = key(log);
    } else if (!Objects.equals(logKey, key(log))) {
      throw gone(log);
    }
  }

  private static StateException gone(Path what) {
    return new StateException(
        StateException.Kind.CORRUPT,
        what
            + ": was deleted or replaced while this process has it open, so that what it writes is"
            + " found by nobody. Stop the process; put the file of a backup (with its -wal file) in"
            + " its place if it is not the right one, and start again");
  }

  private static @Nullable Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null; // Not there.
    }
  }
}
