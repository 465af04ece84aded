package io.sluice.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
  private final KafkaConfig config =
      new KafkaConfig(BrokerConfig.of(BrokerSettings.in(Path.of("folder")), 1, 2), false);

  @Test
  void records_are_kept_for_a_sink_that_is_stopped_for_however_long() {
    assertThat(config.logRetentionTimeMillis()).isNegative();
    assertThat(config.logRetentionBytes()).isNegative();
  }

  @Test
  void a_sink_that_is_stopped_for_long_keeps_its_place() {
    assertThat(config.groupCoordinatorConfig().offsetsRetentionMs())
        .isGreaterThan(Duration.ofDays(365_000).toMillis());
  }
}
