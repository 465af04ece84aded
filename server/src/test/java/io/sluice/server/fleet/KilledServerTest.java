package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed loses nothing that was asked of it, and no line. */
class KilledServerTest {
  @Test
  void all_comes_back_as_it_was_wanted(@TempDir Path folder) throws Exception {
    try (Farm farm = new Farm(folder)) {
      farm.add("busy");
      farm.add("paused");
      farm.add("stopped");
      farm.start();
      farm.fleet.pause(Farm.ALICE, "paused", "for the night");
      farm.fleet.stop(Farm.ALICE, "stopped", "for good");
    }
    for (int kill = 0; kill < 3; kill++) {
      Process server = ServerProcess.start(folder);
      try {
        int from = kill * 100;
        for (int n = from; n < from + 100; n++) {
          append(folder.resolve("data/busy.in"), "line " + n);
        }
        int last = from + 99;
        Awaitility.await()
            .atMost(Farm.SOON)
            .until(() -> lines(folder.resolve("data/busy.out")).contains("line " + last));
      } finally {
        server.destroyForcibly().waitFor();
      }
    }

    try (Farm farm = new Farm(folder)) {
      farm.lead();

      farm.await("busy", PipelineState.RUNNING);
      farm.await("paused", PipelineState.PAUSED);
      assertThat(farm.view("stopped").state()).isEqualTo(PipelineState.STOPPED);
      assertThat(farm.view("stopped").desired()).isEqualTo(Desired.STOPPED);
      farm.feed("busy", "the end");
      Awaitility.await().atMost(Farm.SOON).until(() -> farm.out("busy").contains("the end"));
      assertThat(farm.out("busy"))
          .containsAll(IntStream.range(0, 300).mapToObj(n -> "line " + n).toList());
      assertThat(farm.project.state().holderOf("stopped")).isEmpty();
    }
    assertThat(StateDatabase.existsIn(folder.resolve("project/.sluice"))).isTrue();
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
