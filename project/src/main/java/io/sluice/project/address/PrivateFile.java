package io.sluice.project.address;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file with a secret in it: nobody but its owner can read it, at no moment. */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /**
   * Writes the file, in place of one that is there; readers see all of the one or all of the other.
   * Its folder is made if it is missing.
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path fresh = beside(file, Long.toString(ProcessHandle.current().pid()));
    Files.deleteIfExists(fresh);
    make(fresh, content);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Writes the file where there is none; readers see nothing or all of it. Its folder is made if it
   * is missing.
   *
   * @throws FileAlreadyExistsException if there is one, however lately it came
   */
  public static void create(Path file, byte[] content) throws IOException {
    Path fresh = beside(file, UUID.randomUUID().toString());
    try {
      make(fresh, content);
      // A move would overwrite; a link does not.
      Files.createLink(file, fresh);
    } catch (UnsupportedOperationException e) {
      make(file, content);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static Path beside(Path file, String mark) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Files.createDirectories(folder);
    return folder.resolve(file.getFileName() + "." + mark + ".new");
  }

  private static void make(Path fresh, byte[] content) throws IOException {
    Path folder = fresh.toAbsolutePath().getParent();
    // Made with its permissions, not given them afterwards: the secret is never open to others.
    FileAttribute<?>[] attributes =
        Files.getFileStore(requireNonNull(folder)).supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
