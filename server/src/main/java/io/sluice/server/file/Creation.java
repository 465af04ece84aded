package io.sluice.server.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts bytes where there is no file yet, in one step: readers see nothing, or all of it. */
final class Creation {
  private static final Logger log = LoggerFactory.getLogger(Creation.class);

  private Creation() {}

  /**
   * Makes the file, and its folders.
   *
   * @throws FileAlreadyExistsException if there is one, however lately it came
   */
  static void of(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Files.createDirectories(folder);
    // Not by a temporary file, which nobody else could read.
    Path fresh = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(fresh, bytes, StandardOpenOption.CREATE_NEW);
      // A move would overwrite; a link does not.
      Files.createLink(file, fresh);
    } catch (UnsupportedOperationException e) {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    } finally {
      remove(fresh);
    }
  }

  /** What is left of it is ugly, and no reason to say that nothing was made. */
  private static void remove(Path fresh) {
    try {
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      log.warn("{} cannot be removed", fresh.getFileName(), e);
    }
  }
}
