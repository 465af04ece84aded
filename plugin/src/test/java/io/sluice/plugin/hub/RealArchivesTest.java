package io.sluice.plugin.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.plugin.Isolated;
import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debezium publishes, from the repositories of whoever runs this. */
@Tag("long")
class RealArchivesTest {
  @TempDir Path work;

  private static PluginHub hub(Path project, MavenOptions maven) {
    return new PluginHub(project, project.resolve(".sluice"), maven, line -> {});
  }

  @Test
  void two_versions_of_debezium_come_as_archives_and_again_offline_with_the_same_bits()
      throws Exception {
    MavenOptions maven = MavenOptions.ofUser(System.getenv());
    Path project = Files.createDirectories(work.resolve("project"));
    PluginHub hub = hub(project, maven);

    hub.add(Coordinates.parse("io.debezium:debezium-connector-postgres:3.6.1.Final"));
    hub.add(Coordinates.parse("io.debezium:debezium-connector-postgres:3.7.0.Final"));

    assertThat(hub.plugins())
        .extracting(LockedPlugin::source)
        .containsExactly(
            "maven:io.debezium:debezium-connector-postgres:tar.gz:plugin:3.6.1.Final",
            "maven:io.debezium:debezium-connector-postgres:tar.gz:plugin:3.7.0.Final");
    try (Plugins plugins =
        Plugins.of(List.of(), hub.added(), name -> hub.require(Coordinates.parse(name)))) {
      Isolated<SourceConnector> old =
          plugins.newSourceConnector("maven:io.debezium:debezium-connector-postgres:3.6.1.Final");
      Isolated<SourceConnector> young =
          plugins.newSourceConnector("maven:io.debezium:debezium-connector-postgres:3.7.0.Final");
      PluginDescription described =
          plugins.describe(plugins.find(PluginKind.SOURCE, "postgres@3.7.0.Final"));

      assertThat(old.instance().version()).isEqualTo("3.6.1.Final");
      assertThat(young.instance().version()).isEqualTo("3.7.0.Final");
      assertThat(described.options()).hasSizeGreaterThan(100);
    }

    Path clone = Files.createDirectories(work.resolve("clone"));
    Files.copy(hub.lockFile().path(), clone.resolve(LockFile.NAME));
    assertThat(hub(clone, maven.withOffline(true)).sync().fetched()).hasSize(2);
  }

  @Test
  void a_connector_without_an_archive_comes_with_its_libraries() throws Exception {
    Path project = Files.createDirectories(work.resolve("project"));
    PluginHub hub = hub(project, MavenOptions.ofUser(System.getenv()));

    LockedPlugin added = hub.add(Coordinates.parse("org.apache.kafka:connect-file:4.3.1"));

    assertThat(added.files()).containsOnlyKeys("connect-file-4.3.1.jar");
    try (Plugins plugins =
        Plugins.of(List.of(), hub.added(), name -> hub.require(Coordinates.parse(name)))) {
      assertThat(plugins.newSourceConnector("FileStreamSource").instance().version())
          .isEqualTo("4.3.1");
    }
  }
}
