package io.sluice.acceptance.foreign;

import io.sluice.acceptance.run.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Lines that Kafka's FileStream connectors carry from one file to another. */
final class Lines {
  private final Path from;
  private final Path to;
  private int written;

  Lines(Path folder, String name) {
    from = folder.resolve(name + "-in.txt");
    to = folder.resolve(name + "-out.txt");
  }

  Map<String, String> source() {
    return Map.of("file", from.toString(), "topic", "lines");
  }

  Map<String, String> sink() {
    return Map.of("file", to.toString());
  }

  PipelineFile pipeline(String name) {
    return new PipelineFile(name)
        .source("FileStreamSource", source())
        .sink("file", "FileStreamSink", sink());
  }

  void write(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("line ").append(written++).append('\n');
    }
    try {
      Files.writeString(from, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> arrived() {
    return read(to);
  }

  List<String> sent() {
    return read(from);
  }

  /** Writes one more line and waits until everything is on the other side. */
  void flow() {
    write(1);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> arrived().equals(sent()));
  }

  private static List<String> read(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
