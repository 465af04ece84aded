package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.hub.PluginHub;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connectors that are published without an archive, brought together from a Maven repository as
 * {@code sluice plugin add} does it.
 */
@Tag("long")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResolvedConnectorsTest {
  @TempDir Path project;

  @Test
  @Tried(
      connector = "Google Pub/Sub",
      artifact = "com.google.cloud:pubsub-group-kafka-connector:1.3.3",
      kind = "source",
      what = "fetched with what it needs, loaded, described",
      result = "loads",
      note = "needs a project at Google")
  void google_pub_sub() {
    PluginDescription described =
        described(
            "com.google.cloud:pubsub-group-kafka-connector:1.3.3",
            PluginKind.SOURCE,
            "com.google.pubsub.kafka.source.CloudPubSubSourceConnector");

    assertThat(described.options())
        .extracting(PluginDescription.Option::name)
        .contains("cps.project", "cps.subscription");
  }

  private PluginDescription described(String coordinates, PluginKind kind, String className) {
    Path folder =
        new PluginHub(
                project,
                project.resolve(".sluice"),
                MavenOptions.ofUser(System.getenv()),
                progress -> {})
            .require(Coordinates.parse(coordinates));
    try (Plugins plugins = Plugins.of(List.of(folder))) {
      return plugins.describe(plugins.find(kind, className));
    }
  }
}
