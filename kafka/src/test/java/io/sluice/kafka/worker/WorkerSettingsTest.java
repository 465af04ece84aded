package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
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
}
