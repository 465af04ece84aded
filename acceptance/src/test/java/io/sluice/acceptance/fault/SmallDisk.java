package io.sluice.acceptance.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A disk of a few megabytes that a test may fill: a tmpfs in a mount namespace of its own, so that
 * nobody needs to be root and nothing is left behind. Processes that are started by {@link
 * #command()} see it; this one reaches it through {@code /proc}. Linux only.
 */
final class SmallDisk implements AutoCloseable {
  private static final byte[] BALLAST = new byte[64 * 1024];

  private final Process holder;
  private final Path folder;

  private SmallDisk(Process holder, Path folder) {
    this.holder = holder;
    this.folder = folder;
  }

  /** Mounts a disk of that size on the folder, which is made. */
  static SmallDisk on(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    Process holder =
        new ProcessBuilder(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                "mount -t tmpfs -o size="
                    + megabytes
                    + "m tmpfs \"$0\" && echo mounted && exec sleep 3600",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String answer = holder.inputReader().readLine();
    if (!"mounted".equals(answer)) {
      holder.destroyForcibly();
      throw new IOException(
          "Cannot mount a tmpfs in a namespace of our own: "
              + answer
              + ". Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1),"
              + " or run as root.");
    }
    return new SmallDisk(holder, folder);
  }

  /** What to put before a command so that it sees the disk. */
  String[] command() {
    return new String[] {
      "nsenter",
      "--preserve-credentials",
      "-U",
      "-m",
      "-t",
      Long.toString(holder.pid()),
      "--wd=/",
      "--"
    };
  }

  /** Fills it to the last byte. */
  void fill() {
    try (OutputStream ballast = Files.newOutputStream(seenFromHere("ballast"))) {
      while (true) {
        ballast.write(BALLAST);
      }
    } catch (IOException full) {
      // that is what it was for
    }
    try (OutputStream rest = Files.newOutputStream(seenFromHere("ballast-rest"))) {
      while (true) {
        rest.write(0);
      }
    } catch (IOException full) {
      // now it is full indeed
    }
  }

  /** Takes away what {@link #fill()} put there. */
  void relieve() {
    try {
      Files.deleteIfExists(seenFromHere("ballast"));
      Files.deleteIfExists(seenFromHere("ballast-rest"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path seenFromHere(String name) {
    return Path.of("/proc/" + holder.pid() + "/root" + folder, name);
  }

  @Override
  public void close() throws InterruptedException {
    holder.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
  }
}
