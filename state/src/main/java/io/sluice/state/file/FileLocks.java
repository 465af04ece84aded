package io.sluice.state.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sluice.state.lease.Holder;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.lease.PipelineLocks;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the kernel on files in the state folder, which it frees when the process dies, however
 * it dies.
 *
 * <p>The lock is on {@code <pipeline>.lock}; who has it is in {@code <pipeline>.holder}. They are
 * two files because on POSIX a process loses its lock when it closes any handle on the locked file:
 * a look at who has it would let go of it. For the same reason the holder file is asked before the
 * lock is tried.
 */
public final class FileLocks implements PipelineLocks {
  /** Another process that only asks who has the pipeline holds the lock for a moment. */
  private static final int ATTEMPTS = 10;

  private static final long PAUSE_NANOS = 10_000_000;

  private final Path folder;

  /** Locks in this folder, which is made when the first one is taken. */
  public FileLocks(Path folder) {
    this.folder = folder;
  }

  @Override
  public PipelineLock take(String pipeline) {
    return take(folder, pipeline);
  }

  @Override
  public Optional<Holder> holderOf(String pipeline) {
    return holder(folder, pipeline);
  }

  /** Does nothing: each lock has its own file. */
  @Override
  public void close() {}

  /** One at a time in this process: a second handle that is closed again would free the first. */
  private static synchronized PipelineLock take(Path folder, String pipeline) {
    Path lockFile = folder.resolve(fileName(pipeline) + ".lock");
    Path holderFile = folder.resolve(fileName(pipeline) + ".holder");
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      Name holder = Name.read(holderFile);
      if (holder != null && holder.isThisProcess()) {
        throw locked(pipeline, "another run in this process (pid " + holder.pid + ")");
      }
      channel = FileChannel.open(lockFile, CREATE, WRITE);
      if (!tryLock(channel)) {
        channel.close();
        Name other = Name.read(holderFile);
        throw locked(pipeline, "process " + (other == null ? "of unknown pid" : other.pid));
      }
      Files.writeString(holderFile, Name.current().text());
      return new HeldFile(pipeline, channel, holderFile);
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

  private static synchronized Optional<Holder> holder(Path folder, String pipeline) {
    Path holderFile = folder.resolve(fileName(pipeline) + ".holder");
    Path lockFile = folder.resolve(fileName(pipeline) + ".lock");
    try {
      Name holder = Name.read(holderFile);
      if (holder == null) {
        return Optional.empty();
      }
      if (holder.isThisProcess()) {
        return Optional.of(new Holder(holder.pid, null));
      }
      // A name of a process that was killed stays behind: only the lock itself tells.
      try (FileChannel channel = FileChannel.open(lockFile, WRITE);
          FileLock lock = channel.tryLock()) {
        return lock == null ? Optional.of(new Holder(holder.pid, null)) : Optional.empty();
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
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

  private static final class HeldFile implements PipelineLock {
    private final String pipeline;
    private final FileChannel channel;
    private final Path holderFile;
    private boolean closed;

    HeldFile(String pipeline, FileChannel channel, Path holderFile) {
      this.pipeline = pipeline;
      this.channel = channel;
      this.holderFile = holderFile;
    }

    @Override
    public String pipeline() {
      return pipeline;
    }

    @Override
    public synchronized boolean held() {
      return !closed;
    }

    @Override
    public void confirm() {
      if (!held()) {
        throw letGo();
      }
    }

    /** What outlives its run in this process, as a thread that hangs does, writes nothing more. */
    @Override
    public void check(Connection connection) {
      confirm();
    }

    private StateException letGo() {
      return new StateException(
          Kind.LOCKED,
          "pipeline '" + pipeline + "' is no longer this run's: it was let go when the run ended");
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
  }

  /**
   * A process. Its start is part of it, because pids come again: in a container the process after a
   * crash often has the very pid of the one before.
   */
  private record Name(long pid, long startedAt) {
    static Name current() {
      ProcessHandle self = ProcessHandle.current();
      return new Name(self.pid(), self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    static @Nullable Name read(Path file) throws IOException {
      try {
        String[] parts = Files.readString(file).strip().split(" ", 2);
        return parts.length == 2
            ? new Name(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
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
