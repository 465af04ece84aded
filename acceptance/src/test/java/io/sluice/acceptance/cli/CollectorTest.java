package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.sluice.acceptance.run.SluiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution has what it takes to send metrics and traces. What is in them is the matter of
 * the server's own tests; here, names within what came are enough.
 */
@Timeout(180)
class CollectorTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final Map<String, StringBuffer> received = new ConcurrentHashMap<>();
  private HttpServer collector;

  @BeforeEach
  void open() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1",
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            // Names are plain text in Protobuf.
            received
                .computeIfAbsent(exchange.getRequestURI().getPath(), path -> new StringBuffer())
                .append(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void close() {
    collector.stop(0);
  }

  @Test
  void a_packed_server_sends_its_metrics_and_traces_and_its_log_says_whose_lines_are_whose()
      throws Exception {
    Files.writeString(folder.resolve("in.txt"), "one\ntwo\n");
    Files.writeString(folder.resolve("lines.yaml"), pipeline("lines", "in.txt"));
    Files.writeString(folder.resolve("absent.yaml"), pipeline("absent", "nowhere.txt"));
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    SluiceProcess server =
        SluiceProcess.launch(
            folder,
            "-Xmx512m",
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
                "OTEL_TRACES_SAMPLER", "always_on",
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "OTEL_METRIC_EXPORT_INTERVAL", "500"),
            List.of("up", "--port", "0"));
    try {
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(server.isAlive()).as(server.output()).isTrue();
                assertThat(came("/v1/traces"))
                    .contains("batch lines", "poll FileStreamSource", "put out", "commit out");
                assertThat(came("/v1/metrics")).contains("sluice_records_delivered", "lines");
              });
      assertThat(folder.resolve("lines.out")).hasContent("one\ntwo");
    } finally {
      assertThat(server.stop()).as(server.output()).isZero();
    }
    List<JsonNode> log = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(".sluice/logs/server.log"))) {
      log.add(JsonMapper.builder().build().readTree(line));
    }
    // FileStreamSource says on its task's thread that its file is not there.
    assertThat(log)
        .anySatisfy(
            line -> {
              assertThat(line.path("pipeline").asText()).isEqualTo("absent");
              assertThat(line.path("connector").asText()).isEqualTo("FileStreamSource");
              assertThat(line.path("task").asText()).isEqualTo("source task 0");
            });
  }

  @Test
  void a_run_alone_sends_its_traces_to_the_collector_of_the_project_file() throws Exception {
    Files.writeString(
        folder.resolve("sluice.yaml"),
        "otlp: {endpoint: 'http://127.0.0.1:"
            + collector.getAddress().getPort()
            + "', sample: 100%}\n");
    Files.writeString(folder.resolve("in.txt"), "one\ntwo\n");
    Files.writeString(folder.resolve("lines.yaml"), pipeline("lines", "in.txt"));

    Command.in(folder).runAlone("run", "lines.yaml", "--once", "--idle", "1").ok();

    assertThat(came("/v1/traces"))
        .contains("batch lines", "poll FileStreamSource", "put out", "commit out");
    assertThat(came("/v1/metrics")).isEmpty();
  }

  private String pipeline(String name, String file) {
    return """
    name: %1$s
    source: {connector: FileStreamSource, config: {file: %2$s/%3$s, topic: lines}}
    sinks:
      - {name: out, connector: FileStreamSink, config: {file: %2$s/%1$s.out}}
    checkpoint: {interval: 100ms}
    """
        .formatted(name, folder, file);
  }

  private String came(String path) {
    return received.getOrDefault(path, new StringBuffer()).toString();
  }
}
