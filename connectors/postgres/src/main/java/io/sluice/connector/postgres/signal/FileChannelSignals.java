package io.sluice.connector.postgres.signal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with one signal a line, which is emptied when what its signals asked for is durable. It is
 * locked for that moment, so that a writer who locks it too loses nothing.
 */
final class FileChannelSignals implements SignalChannel {

  private static final Logger LOG = LoggerFactory.getLogger(FileChannelSignals.class);

  private final Path file;

  /** What was taken, from its beginning: whoever writes over it may leave it as long as it was. */
  private byte[] taken = {};

  FileChannelSignals(Path file) {
    this.file = file;
  }

  @Override
  public List<Signal> poll() throws IOException {
    if ((Files.isRegularFile(file) ? Files.size(file) : 0) == 0) {
      taken = new byte[0]; // somebody else emptied it
      return List.of();
    }
    List<Signal> signals = new ArrayList<>();
    for (String line : takeMore().split("\n")) {
      if (line.isBlank()) {
        continue;
      }
      try {
        signals.add(Signal.parse(line, "file"));
      } catch (IOException e) {
        LOG.warn("A signal in {} is ignored: {}", file, e.getMessage());
      }
    }
    return signals;
  }

  /** What is behind what was taken, or all if that is not there any more. */
  private String takeMore() throws IOException {
    byte[] all;
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      all = content(channel);
    }
    int known = startsWithTaken(all) ? taken.length : 0;
    taken = all;
    return new String(all, known, all.length - known, StandardCharsets.UTF_8);
  }

  /** Not while it has anything but what was taken: it is emptied as a whole or not at all. */
  @Override
  public void forget() throws IOException {
    if (taken.length == 0 || !Files.isRegularFile(file)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (Arrays.equals(content(channel), taken)) {
        channel.truncate(0);
        taken = new byte[0];
      }
    }
  }

  private boolean startsWithTaken(byte[] all) {
    return all.length >= taken.length
        && Arrays.equals(all, 0, taken.length, taken, 0, taken.length);
  }

  private static byte[] content(FileChannel channel) throws IOException {
    channel.position(0);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer) > 0) {
      Channels.newChannel(content).write(buffer.flip());
      buffer.clear();
    }
    return content.toByteArray();
  }
}
