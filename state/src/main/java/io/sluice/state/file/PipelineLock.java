package io.sluice.state.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sluice.state.file.StateException.Kind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one run of a pipeline that there may be. The kernel lets go of it when the process
 * dies, however it dies. Close it to let go.
 *
 * <p>The lock is on {@code <pipeline>.lock}; who has it is in {@code <pipeline>.holder}. They are
 * two files because on POSIX a process loses its lock when it closes any handle on the locked file:
 * a look at who has it would let go of it. For the same reason the holder file is asked before the
 * lock is tried.
 */
public final class PipelineLock implements AutoCloseable {
  /** Another process that only asks who has the pipeline holds the lock for a moment. */
  private static final int ATTEMPTS = 10;

  private static final long PAUSE_NANOS = 10_000_000;

  private final String pipeline;
  private final FileChannel channel;
  private final Path holderFile;
  private boolean closed;

  private PipelineLock(String pipeline, FileChannel channel, Path holderFile) {
    this.pipeline = pipeline;
    this.channel = channel;
    this.holderFile = holderFile;
  }

  public String pipeline() {
    return pipeline;
  }

  /** Whether the pipeline is still ours. */
  public synchronized boolean held() {
    return !closed;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      // First the name, then the lock: nobody may find our name on somebody else's lock.
      Files.deleteIfExists(holderFile);
    } catch (IOException e) {
      // The lock is gone with the channel; a name without a lock is told apart by its process.
    }
  }

  /** One at a time in this process: a second handle that is closed again would free the first. */
  public static synchronized PipelineLock take(Path folder, String pipeline) {
    Path lockFile = folder.resolve(fileName(pipeline) + ".lock");
    Path holderFile = folder.resolve(fileName(pipeline) + ".holder");
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      Holder holder = Holder.read(holderFile);
      if (holder != null && holder.isThisProcess()) {
        throw locked(pipeline, "another run in this process (pid " + holder.pid + ")");
      }
      channel = FileChannel.open(lockFile, CREATE, WRITE);
      if (!tryLock(channel)) {
        channel.close();
        Holder other = Holder.read(holderFile);
        throw locked(pipeline, "process " + (other == null ? "of unknown pid" : other.pid));
      }
      Files.writeString(holderFile, Holder.current().text());
      return new PipelineLock(pipeline, channel, holderFile);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new StateException(
          Kind.IO,
          lockFile
              + ": the lock of the pipeline cannot be taken; the state folder must be writable and"
              + " on a file system with locks",
          e);
    }
  }

  public static synchronized OptionalLong holder(Path folder, String pipeline) {
    Path holderFile = folder.resolve(fileName(pipeline) + ".holder");
    Path lockFile = folder.resolve(fileName(pipeline) + ".lock");
    try {
      Holder holder = Holder.read(holderFile);
      if (holder == null) {
        return OptionalLong.empty();
      }
      if (holder.isThisProcess()) {
        return OptionalLong.of(holder.pid);
      }
      // A name of a process that was killed stays behind: only the lock itself tells.
      try (FileChannel channel = FileChannel.open(lockFile, WRITE);
          FileLock lock = channel.tryLock()) {
        return lock == null ? OptionalLong.of(holder.pid) : OptionalLong.empty();
      }
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new StateException(Kind.IO, lockFile + ": cannot tell who has the pipeline", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (channel.tryLock() != null) {
        return true;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  private static StateException locked(String pipeline, String by) {
    return new StateException(
        Kind.LOCKED,
        "pipeline '"
            + pipeline
            + "' is run by "
            + by
            + ". A pipeline is run once at a time: stop that run first.");
  }

  /** Pipeline names are plain already; this keeps any other from leaving the folder. */
  private static String fileName(String pipeline) {
    return URLEncoder.encode(pipeline, UTF_8);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The cause that is being reported matters more.
    }
  }

  /**
   * A process. Its start is part of it, because pids come again: in a container the process after a
   * crash often has the very pid of the one before.
   */
  private record Holder(long pid, long startedAt) {
    static Holder current() {
      ProcessHandle self = ProcessHandle.current();
      return new Holder(
          self.pid(), self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    static @Nullable Holder read(Path file) throws IOException {
      try {
        String[] parts = Files.readString(file).strip().split(" ", 2);
        return parts.length == 2
            ? new Holder(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
            : null;
      } catch (NoSuchFileException | NumberFormatException e) {
        return null; // not there, or half-written: whoever writes it has the lock anyway
      }
    }

    boolean isThisProcess() {
      return equals(current());
    }

    String text() {
      return pid + " " + startedAt + "\n";
    }
  }
}
