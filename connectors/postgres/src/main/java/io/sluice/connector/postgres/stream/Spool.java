package io.sluice.connector.postgres.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one transaction that is not committed yet: in memory while that lasts, then in a
 * file which the operating system deletes whatever becomes of this process. Belongs to the reading
 * thread.
 */
final class Spool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /** What is kept of a message besides its bytes: position in the log, transaction, length. */
  private static final int HEADER = 8 + 4 + 4;

  private static final int FIRST_BUFFER = 8 << 10;
  private static final int FILE_BUFFER = 32 << 10;

  private final Space space;
  private final Set<Integer> aborted = new HashSet<>();
  private byte[] buffer;
  private int filled;
  private @Nullable FileChannel file;

  /**
   * The room that all spools share: so much memory, then files in a folder. Belongs to the reading
   * thread.
   */
  static final class Space {
    private final Path folder;
    private long free;

    /**
     * @param folder where files are made when the memory is used up
     * @param memory bytes that all spools together may hold
     */
    Space(Path folder, long memory) {
      this.folder = folder;
      this.free = memory;
    }

    private boolean take(long bytes) {
      if (bytes > free) {
        return false;
      }
      free -= bytes;
      return true;
    }

    private void give(long bytes) {
      free += bytes;
    }

    /** Bytes of memory that are not in use. */
    long free() {
      return free;
    }
  }

  /** Takes messages as they are replayed. */
  interface Taker {
    /**
     * @param message array-backed, not to be kept
     * @param start position in the log of what it tells
     * @return whether to go on
     */
    boolean take(ByteBuffer message, long start) throws SQLException;
  }

  Spool(Space space) {
    this.space = space;
    this.buffer = new byte[space.take(FIRST_BUFFER) ? FIRST_BUFFER : 0];
  }

  /**
   * Keeps a message.
   *
   * @param xid the transaction or subtransaction that it belongs to
   * @param type its type
   * @param bytes where its body is, from {@code at}, {@code length} bytes
   */
  void add(long start, int xid, byte type, byte[] bytes, int at, int length) {
    reserve(HEADER + 1 + length);
    putInt((int) (start >>> 32));
    putInt((int) start);
    putInt(xid);
    putInt(1 + length);
    buffer[filled++] = type;
    System.arraycopy(bytes, at, buffer, filled, length);
    filled += length;
  }

  /** A subtransaction was rolled back: its changes are not replayed. */
  void abort(int xid) {
    aborted.add(xid);
  }

  /** Whether a file is in use. */
  boolean spilled() {
    return file != null;
  }

  /**
   * Replays what was kept and not rolled back, in its order.
   *
   * @return false when the taker did not want to go on
   */
  boolean replay(Taker taker) throws SQLException {
    try {
      FileChannel channel = file;
      if (channel != null) {
        write(channel);
        channel.position(0);
      }
      InputStream from =
          channel == null
              ? new ByteArrayInputStream(buffer, 0, filled)
              : new BufferedInputStream(Channels.newInputStream(channel), 2 * FILE_BUFFER);
      DataInputStream in = new DataInputStream(from);
      long left = channel == null ? filled : channel.size();
      byte[] message = new byte[FIRST_BUFFER];
      while (left > 0) {
        long start = in.readLong();
        int xid = in.readInt();
        int length = in.readInt();
        if (length > message.length) {
          message = new byte[Math.max(length, 2 * message.length)];
        }
        in.readFully(message, 0, length);
        left -= HEADER + length;
        // What describes tables is not undone: the server does not say it again.
        boolean undone = !aborted.isEmpty() && aborted.contains(xid) && message[0] != 'R';
        if (!undone && !taker.take(ByteBuffer.wrap(message, 0, length), start)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  @Override
  public void close() {
    space.give(buffer.length);
    buffer = new byte[0];
    FileChannel channel = file;
    file = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // What was in it is read or not wanted; the system takes it away when the process ends.
        LOG.warn("A file of an open transaction in {} cannot be closed", space.folder, e);
      }
    }
  }

  /** Makes room for that many bytes in the buffer. */
  private void reserve(int bytes) {
    long needed = (long) filled + bytes;
    if (needed <= buffer.length) {
      return;
    }
    if (file == null) {
      long larger = Math.max(needed, 2L * buffer.length);
      if (larger <= Integer.MAX_VALUE - 8 && space.take(larger - buffer.length)) {
        buffer = Arrays.copyOf(buffer, (int) larger);
        return;
      }
    }
    spill(bytes);
  }

  private void spill(int bytes) {
    try {
      FileChannel channel = file;
      if (channel == null) {
        Path path = Files.createTempFile(space.folder, "sluice-open-transaction-", ".spool");
        channel =
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        file = channel;
      }
      write(channel);
      // The buffer of a file is small enough not to be counted, but for a message that is not.
      int size = Math.max(FILE_BUFFER, bytes);
      if (size != buffer.length) {
        space.give(buffer.length);
        buffer = new byte[size];
        space.free -= size;
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void write(FileChannel channel) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(buffer, 0, filled);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    filled = 0;
  }

  private void putInt(int value) {
    buffer[filled++] = (byte) (value >>> 24);
    buffer[filled++] = (byte) (value >>> 16);
    buffer[filled++] = (byte) (value >>> 8);
    buffer[filled++] = (byte) value;
  }

  private SpoolException unusable(IOException cause) {
    return new SpoolException(
        "An open transaction cannot be kept in "
            + space.folder
            + ". Make room there, name another folder by sluice.streaming.folder, or set"
            + " sluice.streaming.transactions to off so that the server keeps it",
        cause);
  }
}
