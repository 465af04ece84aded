package io.sluice.server.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Puts other bytes in the place of a file in one step: readers see the old or the new. */
final class Replacement {
  private Replacement() {}

  /**
   * Replaces it; who may read it stays as it is.
   *
   * @throws FileSystemException if it is a link: what it leads to is kept by somebody else
   */
  static void of(Path file, byte[] bytes) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          file.getFileName().toString(), null, "a link; change it where it comes from");
    }
    // Beside the file, so that the move is one step; as a hidden one it is nobody's pipeline.
    Path fresh = Files.createTempFile(file.getParent(), ".", ".new");
    try {
      Files.write(fresh, bytes);
      PosixFileAttributeView rights =
          Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
      if (rights != null) {
        rights.setPermissions(Files.getPosixFilePermissions(file));
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
