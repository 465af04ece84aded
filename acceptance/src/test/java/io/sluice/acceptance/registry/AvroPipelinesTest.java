package io.sluice.acceptance.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.serdes.avro.AvroConverter;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.config.ClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of users whose records are Avro on their way, out of the distribution. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AvroPipelinesTest {
  private static final List<String> LINES = List.of("one", "two ž", "three");

  @TempDir Path folder;

  @Test
  void a_pipeline_that_runs_direct_puts_records_through_the_converter() throws Exception {
    try (OwnRegistry registry = OwnRegistry.start(folder.resolve("registry"))) {
      runs(
          "name: lines\n"
              + "source:\n"
              + "  connector: FileStreamSource\n"
              + "  config: {file: in.txt, topic: lines, value.converter: avro,"
              + " value.converter.schema.registry.url: \"URL\"}\n"
              + "sinks:\n"
              + "  - connector: FileStreamSink\n"
              + "    config: {file: out.txt, value.converter: avro,"
              + " value.converter.schema.registry.url: \"URL\"}\n",
          registry);

      assertThat(registered(registry)).isEqualTo("\"string\"");
    }
  }

  @Tag("long") // Has a Kafka of its own.
  @Test
  void a_pipeline_on_kafka_has_its_records_in_the_topic_as_avro() throws Exception {
    try (OwnRegistry registry = OwnRegistry.start(folder.resolve("registry"))) {
      runs(
          "name: lines\n"
              + "topic: lines\n"
              + "converters: {value.converter: io.sluice.serdes.avro.AvroConverter,"
              + " value.converter.schema.registry.url: \"URL\"}\n"
              + "source: {connector: FileStreamSource, config: {file: in.txt, topic: lines}}\n"
              + "sinks: [{connector: FileStreamSink, config: {file: out.txt}}]\n",
          registry);

      assertThat(registered(registry)).isEqualTo("\"string\"");
    }
  }

  private void runs(String pipeline, OwnRegistry registry) throws Exception {
    Files.write(folder.resolve("in.txt"), LINES);
    Files.writeString(folder.resolve("lines.yaml"), pipeline.replace("URL", registry.url()));
    Path out = folder.resolve("out.txt");
    try (SluiceProcess run =
        SluiceProcess.launch(folder, "-Xmx512m", List.of("run", "--yes", "lines.yaml"))) {
      await().atMost(Duration.ofMinutes(2)).until(() -> !run.isAlive() || LINES.equals(lines(out)));
      assertThat(lines(out)).as(run::output).isEqualTo(LINES);
      assertThat(run.stop()).as(run::output).isZero();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** What the converter has registered, found also by who knows only the id. */
  private static String registered(OwnRegistry registry) {
    Map<String, Object> settings = Map.of("schema.registry.url", registry.url());
    try (RegistryClient client = RegistryClients.connect(ClientSettings.of(settings))) {
      AvroConverter converter = new AvroConverter();
      converter.configure(settings, false);
      byte[] record = {0, 0, 0, 0, (byte) client.latest("lines-value").id(), 2, 'x'};
      assertThat(converter.toConnectData("lines", record).value()).isEqualTo("x");
      return client.latest("lines-value").schema().text();
    }
  }
}
