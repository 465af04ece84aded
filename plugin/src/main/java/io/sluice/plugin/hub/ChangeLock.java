package io.sluice.plugin.hub;

import io.sluice.plugin.InstallException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Only one at a time changes the plugins of a project, whether thread or process. The system lets
 * go of the lock when its process dies.
 */
final class ChangeLock implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final FileChannel channel;

  private ChangeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else changes anything in {@code folder}, at most this long. */
  static ChangeLock of(Path folder, Duration patience) {
    Path file = folder.resolve(".lock");
    long end = System.nanoTime() + patience.toNanos();
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (held(channel) == null) {
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
          channel.close();
          throw new InstallException(
              InstallException.Kind.CONFLICT,
              "Another command has been changing the plugins in "
                  + folder
                  + " for "
                  + patience.toSeconds()
                  + " s",
              "Try again when it is through.");
        }
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
      }
      return new ChangeLock(channel);
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FOLDER,
          folder + " cannot be written; check permissions and free space",
          null,
          e);
    }
  }

  private static @Nullable FileLock held(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FOLDER, "The lock of the plugin folder was not let go of", null, e);
    }
  }
}
