package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.server.view.PipelineState;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, and with it broker and worker of its pipelines, loses no line. */
@Tag("long")
class KilledOnKafkaTest {
  @Test
  void pipelines_on_kafka_come_back_as_they_were_wanted(@TempDir Path folder) throws Exception {
    try (Farm farm = new Farm(folder)) {
      farm.write("busy.yaml", farm.linesOnKafka("busy", ""));
      Process server = ServerProcess.start(folder);
      try {
        farm.feed("busy", lines(0));
        await().atMost(Farm.SOON).until(() -> farm.out("busy").contains("line 99"));
        farm.feed("busy", lines(100));
      } finally {
        server.destroyForcibly().waitFor();
      }

      farm.start();

      farm.await("busy", PipelineState.RUNNING);
      farm.feed("busy", lines(200));
      await().atMost(Farm.SOON).until(() -> farm.out("busy").contains("line 299"));
      assertThat(farm.out("busy"))
          .containsAll(IntStream.range(0, 300).mapToObj(n -> "line " + n).toList());
    }
  }

  private static String[] lines(int from) {
    return IntStream.range(from, from + 100).mapToObj(n -> "line " + n).toArray(String[]::new);
  }
}
