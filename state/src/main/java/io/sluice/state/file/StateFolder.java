package io.sluice.state.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes state folders: for nobody's eyes but the owner's, since dead letters are rows of somebody's
 * tables, and left out of repositories. Whatever writes into one first has it made here.
 */
public final class StateFolder {
  private StateFolder() {}

  /**
   * Makes a folder where there is none, and leaves one that is there as it is.
   *
   * @throws IOException if its parent cannot be written
   */
  public static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owners =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, owners);
    Files.writeString(folder.resolve(".gitignore"), "*\n");
  }
}
