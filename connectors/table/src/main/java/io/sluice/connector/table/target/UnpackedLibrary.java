package io.sluice.connector.table.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A driver's native library, unpacked into the folder for temporary files by the driver. It deletes
 * the file when the process ends, which a process that is killed never does: each kill would leave
 * some 70 MB behind until the disk is full. Once it is loaded nobody needs its name any more.
 */
public final class UnpackedLibrary {
  private static final Path LOADED = Path.of("/proc/self/maps");

  private UnpackedLibrary() {}

  /**
   * Deletes the file of a library that this process has loaded. Where the system does not tell what
   * is loaded (anything but Linux), or where the file stays for another reason, nothing happens.
   *
   * @param nameBegins how the name of the unpacked file begins
   */
  public static void delete(String nameBegins) {
    try {
      // The file system's own bytes of a path, taken for what they are: a line that cannot be
      // decoded must not hide the others.
      List<String> lines = Files.readAllLines(LOADED, StandardCharsets.ISO_8859_1);
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      for (String line : lines) {
        int path = line.indexOf('/');
        if (path >= 0 && line.startsWith(nameBegins, line.lastIndexOf('/') + 1)) {
          Path library = Path.of(line.substring(path));
          // Nothing but what the driver unpacked: its jar is mapped as well, and may be anywhere.
          if (temporary.equals(library.getParent()) && line.endsWith(".so")) {
            Files.deleteIfExists(library);
            Files.deleteIfExists(Path.of(library + ".lck"));
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // Its driver deletes it when the process ends.
    }
  }
}
