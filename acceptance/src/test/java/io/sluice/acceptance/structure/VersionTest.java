package io.sluice.acceptance.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Distribution;
import io.sluice.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What we say our version is, in the distribution that the build made. */
class VersionTest {
  private static final String VERSION = System.getProperty("sluice.version");

  @Test
  void every_jar_of_ours_says_the_version_of_the_build() throws IOException {
    List<Path> jars;
    try (Stream<Path> lib = Files.walk(Distribution.lib());
        Stream<Path> plugins = Files.walk(Distribution.plugins())) {
      jars =
          Stream.concat(lib, plugins)
              .filter(file -> file.getFileName().toString().matches("sluice-.*\\.jar"))
              .toList();
    }
    assertThat(jars).hasSizeGreaterThan(5);
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        assertThat(file.getManifest().getMainAttributes())
            .as(jar.toString())
            .containsEntry(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
      }
    }
  }

  @Test
  void plugins_say_it_through_their_class_loaders() {
    try (Plugins plugins = Plugins.of(List.of(Distribution.plugins()))) {
      assertThat(plugins.newSourceConnector("postgres").instance().version()).isEqualTo(VERSION);
      assertThat(plugins.newSinkConnector("table").instance().version()).isEqualTo(VERSION);
      assertThat(plugins.newTransformation("mask").instance())
          .isInstanceOfSatisfying(
              org.apache.kafka.connect.components.Versioned.class,
              mask -> assertThat(mask.version()).isEqualTo(VERSION));
    }
  }
}
