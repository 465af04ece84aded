package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.lease.PipelineLock;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a pipeline has what the fleet says of it, whatever thread it does so on. */
class LogOwnersTest {
  @TempDir private Path folder;
  private Farm farm;

  @BeforeEach
  void open() {
    farm = new Farm(folder);
  }

  @AfterEach
  void close() {
    farm.close();
  }

  @Test
  void what_changed_and_why_it_could_not_be_started_are_lines_of_that_pipeline() {
    farm.add("one");
    farm.add("two");
    try (OwnedLines log = new OwnedLines(farm.project.logOwner(), "io.sluice");
        PipelineLock held = farm.project.state().lock("one")) {
      farm.start();

      Awaitility.await()
          .atMost(Farm.SOON)
          .until(() -> log.all().toString().contains("Pipeline one could not be started"));
      assertThat(log.of("one"))
          .extracting(OwnedLines.Line::message)
          .anyMatch(message -> message.startsWith("Pipeline one: ADD by"))
          .anyMatch(message -> message.startsWith("Pipeline one could not be started"))
          .noneMatch(message -> message.startsWith("Pipeline two"));
      assertThat(log.of(null))
          .extracting(OwnedLines.Line::message)
          .noneMatch(message -> message.startsWith("Pipeline "));
    }
  }
}
