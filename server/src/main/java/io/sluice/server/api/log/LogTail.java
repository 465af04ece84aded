package io.sluice.server.api.log;

import io.sluice.server.api.document.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Reads the end of a log whose lines are objects of JSON, see {@link LogLineReader}: of the file
 * that is written now, and on in those that were closed before it, see {@link RolledLogs}. Looks at
 * no more than the last {@value #FURTHEST} bytes, whatever the log's length (invariant 6).
 * Thread-safe.
 */
public final class LogTail {
  /** How far back it looks. */
  static final int FURTHEST = 8 << 20;

  private static final int BLOCK = 64 << 10;

  private final Path file;
  private final RolledLogs rolled;
  private final LogLineReader reader = new LogLineReader();

  /** Of this file, which need not be there yet. */
  public LogTail(Path file) {
    this.file = file;
    this.rolled = new RolledLogs(file, reader);
  }

  /** The newest lines of those that are wanted. */
  public LogLines newest(LogQuery query) throws IOException {
    Deque<LogLines.Line> found = new ArrayDeque<>();
    // Before the file that is written now: one that is closed in between is not read twice.
    List<Path> closed = rolled.newestFirst();
    long room = FURTHEST - ofCurrent(query, found);
    for (Path one : closed) {
      if (room <= 0 || found.size() >= query.most()) {
        return new LogLines(List.copyOf(found), true);
      }
      room -= rolled.read(one, room, query, found);
    }
    return new LogLines(List.copyOf(found), room < 0);
  }

  /** How many bytes were looked at; more than there is room for where there are more. */
  private long ofCurrent(LogQuery query, Deque<LogLines.Line> found) throws IOException {
    int most = query.most();
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      long end = size;
      long stop = Math.max(0, end - FURTHEST);
      byte[] broken = new byte[0];
      while (end > stop && found.size() < most) {
        int length = (int) Math.min(BLOCK, end - stop);
        byte[] block = joined(read(channel, end - length, length), broken);
        end -= length;
        int whole = end == 0 ? 0 : afterFirstLine(block);
        broken = Arrays.copyOf(block, whole);
        gather(
            new String(block, whole, block.length - whole, StandardCharsets.UTF_8), query, found);
      }
      return end > 0 ? FURTHEST + 1L : size;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** From the last line to the first, as long as there is room. */
  private void gather(String text, LogQuery query, Deque<LogLines.Line> found) {
    List<String> lines = text.lines().toList();
    for (int at = lines.size() - 1; at >= 0 && found.size() < query.most(); at--) {
      reader.line(lines.get(at)).filter(query::wants).ifPresent(found::addFirst);
    }
  }

  /** The first line of a block began in the block before it. */
  private static int afterFirstLine(byte[] block) {
    for (int at = 0; at < block.length; at++) {
      if (block[at] == '\n') {
        return at + 1;
      }
    }
    return block.length;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // Until the block is full; a file that shrinks meanwhile gives less.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
