package io.sluice.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desktop of whoever sits at this machine.
 *
 * @param command that opens what it is given
 */
record Desktop(String command) {
  private static final Logger LOG = LoggerFactory.getLogger(Desktop.class);

  /** Empty where nobody sits: without a display, or by a remote shell. */
  static Optional<Desktop> of(Map<String, String> environment) {
    boolean remote = Stream.of("SSH_CONNECTION", "CI").anyMatch(environment::containsKey);
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (remote) {
      return Optional.empty();
    } else if (system.startsWith("mac")) {
      return Optional.of(new Desktop("open"));
    }
    boolean display = Stream.of("DISPLAY", "WAYLAND_DISPLAY").anyMatch(environment::containsKey);
    return display ? Optional.of(new Desktop("xdg-open")) : Optional.empty();
  }

  /**
   * Opens a secret link in the browser, and does not wait for that. It is not among the command's
   * arguments, which all users of a machine can read, but in a file that only this one can.
   *
   * @param folder where that file is written
   */
  void open(String link, Path folder) {
    try {
      Path page = folder.resolve("console.html");
      Files.deleteIfExists(page);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.createFile(
            page,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(
          page, "<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=" + link + "\">\n");
      new ProcessBuilder(List.of(command, page.toString()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The link is printed as well.
      LOG.info("No browser was opened: {}", e.getMessage());
    }
  }
}
