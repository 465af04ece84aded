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
 * A file with one signal a line, which is emptied when it was read. It is locked for that moment,
 * so that a writer who locks it too loses nothing.
 */
final class FileChannelSignals implements SignalChannel {

  private static final Logger LOG = LoggerFactory.getLogger(FileChannelSignals.class);

  private final Path file;

  FileChannelSignals(Path file) {
    this.file = file;
  }

  @Override
  public List<Signal> poll() throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) == 0) {
      return List.of();
    }
    List<Signal> signals = new ArrayList<>();
    for (String line : takeAll().split("\n")) {
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

  private String takeAll() throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (channel.read(buffer) > 0) {
        Channels.newChannel(text).write(buffer.flip());
        buffer.clear();
      }
      channel.truncate(0);
      return text.toString(StandardCharsets.UTF_8);
    }
  }
}
