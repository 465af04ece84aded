package io.sluice.server.draft;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A folder that is there for a while: what of it was made goes again, unless it is in use by then.
 */
final class PassingFolder implements AutoCloseable {
  private final Deque<Path> made;

  private PassingFolder(Deque<Path> made) {
    this.made = made;
  }

  /** Has it there. */
  static PassingFolder of(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
      missing.addLast(at);
    }
    Files.createDirectories(folder);
    return new PassingFolder(missing);
  }

  @Override
  public void close() throws IOException {
    while (!made.isEmpty()) {
      try {
        Files.deleteIfExists(made.removeFirst());
      } catch (DirectoryNotEmptyException inUse) {
        return; // Somebody has put a file there meanwhile.
      }
    }
  }
}
