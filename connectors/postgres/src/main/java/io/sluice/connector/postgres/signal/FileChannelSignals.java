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

  /** Bytes from its beginning that were taken. */
  private long taken;

  FileChannelSignals(Path file) {
    this.file = file;
  }

  @Override
  public List<Signal> poll() throws IOException {
    long size = Files.isRegularFile(file) ? Files.size(file) : 0;
    if (size < taken) {
      taken = 0; // somebody else emptied it
    }
    if (size == taken) {
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

  /** What is behind what was taken. */
  private String takeMore() throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      channel.position(taken);
      while (channel.read(buffer) > 0) {
        Channels.newChannel(text).write(buffer.flip());
        buffer.clear();
      }
      taken += text.size();
      return text.toString(StandardCharsets.UTF_8);
    }
  }

  /** Not while it has more than what was taken: it is emptied as a whole or not at all. */
  @Override
  public void forget() throws IOException {
    if (taken == 0 || !Files.isRegularFile(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (channel.size() == taken) {
        channel.truncate(0);
        taken = 0;
      }
    }
  }
}
