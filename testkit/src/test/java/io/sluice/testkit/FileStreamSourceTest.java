package io.sluice.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.file.FileStreamSourceConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds for a connector that nobody here wrote. */
class FileStreamSourceTest extends SourceContract {
  @TempDir Path folder;
  private int line;

  @Override
  protected SourceConnector connector() {
    return new FileStreamSourceConnector();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("file", folder.resolve("lines.txt").toString(), "topic", "lines");
  }

  @Override
  protected void change(int count) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("line ").append(line++).append('\n');
    }
    Files.writeString(
        folder.resolve("lines.txt"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  protected Map<String, String> wrongSettings() {
    return Map.of("batch.size", "many");
  }

  @Override
  protected Set<String> requiredSettings() {
    return Set.of("topic");
  }
}
