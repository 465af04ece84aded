package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSettingsTest {
  @TempDir Path folder;

  private static boolean givesSecrets(Map<String, String> said) {
    return WorkerSettings.inGroup("127.0.0.1:8083", List.of(), said)
        .connect()
        .containsKey("config.providers");
  }

  @Test
  void a_worker_that_only_this_machine_reaches_resolves_references_to_secrets() {
    assertThat(givesSecrets(Map.of())).isTrue();
    assertThat(givesSecrets(Map.of("listeners", "http://localhost:8083,HTTPS://[::1]:0"))).isTrue();
  }

  @Test
  void a_name_that_only_begins_like_this_machine_is_another() {
    assertThat(givesSecrets(Map.of("listeners", "http://localhost.example.com:8083"))).isFalse();
    assertThat(givesSecrets(Map.of("listeners", "http://127.example.com:8083"))).isFalse();
    assertThat(givesSecrets(Map.of("listeners", "http://127.0.0.1.example.com:8083"))).isFalse();
  }

  @Test
  void one_listener_that_others_reach_is_enough_to_keep_secrets() {
    assertThat(givesSecrets(Map.of("listeners", "http://127.0.0.1:8083,http://:8084"))).isFalse();
    assertThat(givesSecrets(Map.of("admin.listeners", "http://10.0.0.5:8084"))).isFalse();
  }

  @Test
  void what_a_sink_is_given_at_once_is_little_beside_the_heap_even_unpacked() {
    WorkerSettings worker = WorkerSettings.alone("127.0.0.1:9", "127.0.0.1:0", List.of(), Map.of());
    int mostThatLz4Packs = 255;

    long packed =
        Long.parseLong(String.valueOf(worker.connect().get("consumer.max.partition.fetch.bytes")));

    assertThat(packed * mostThatLz4Packs).isLessThan(Runtime.getRuntime().maxMemory() / 8);
  }

  @Test
  void records_lie_by_our_converter_where_its_plugin_is() throws IOException {
    Path jar = Files.createDirectories(folder.resolve("some-converters")).resolve("some.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(
          new ZipEntry("META-INF/services/org.apache.kafka.connect.storage.Converter"));
      zip.write("io.sluice.converters.ExactJsonConverter\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(converter(List.of(folder))).isEqualTo("io.sluice.converters.ExactJsonConverter");
    assertThat(converter(List.of())).isEqualTo("org.apache.kafka.connect.json.JsonConverter");
  }

  private static @Nullable String converter(List<Path> plugins) {
    return WorkerSettings.alone("127.0.0.1:9", "127.0.0.1:0", plugins, Map.of())
        .connect()
        .get("value.converter");
  }

  @Test
  void the_tasks_of_a_worker_that_is_gone_do_not_wait_for_it_for_minutes() {
    String wait = "scheduled.rebalance.max.delay.ms";
    assertThat(WorkerSettings.inGroup("127.0.0.1:8083", List.of(), Map.of()).connect())
        .containsEntry(wait, "30000");
    assertThat(WorkerSettings.inGroup("127.0.0.1:8083", List.of(), Map.of(wait, "5")).connect())
        .containsEntry(wait, "5");
  }
}
