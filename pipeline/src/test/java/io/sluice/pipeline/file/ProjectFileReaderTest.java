package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.kafka.ProjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFileReaderTest {
  @TempDir private Path folder;

  private ProjectFileReader.ProjectRead read(String yaml) throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), yaml);
    return new ProjectFileReader().read(folder);
  }

  @Test
  void everything_that_a_project_says_is_read() throws IOException {
    ProjectFile project =
        read("""
        name: shop
        kafka:
          bootstrap.servers: [a:9092, b:9092]
          security.protocol: SASL_SSL
          sasl.jaas.config: ${env:JAAS}
          topics: {partitions: 6, retention.ms: 1000}
        connect: {url: 'https://c:8083', username: u, password: '${env:P}'}
        """)
            .project();

    assertThat(project.name()).contains("shop");
    assertThat(project.cluster().values())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "a:9092,b:9092",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "${env:JAAS}"));
    assertThat(project.topics()).isEqualTo(Map.of("partitions", "6", "retention.ms", "1000"));
    assertThat(project.connect().values()).containsEntry("username", "u");
  }

  @Test
  void a_folder_without_a_project_file_is_a_project_that_says_nothing() {
    ProjectFileReader.ProjectRead read = new ProjectFileReader().read(folder);

    assertThat(read.project()).isEqualTo(ProjectFile.NONE);
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void what_nobody_would_read_is_refused_at_its_line() throws IOException {
    assertThat(
            read("""
            nam: shop
            kafka:
              bootstrap.server: a:9092
              topics: {partitons: 6}
            connect: {ur: x}
            """)
                .problems())
        .extracting(problem -> problem.place().line() + " " + problem.hint())
        .containsExactly(
            "1 Did you mean 'name'?",
            "3 Did you mean 'bootstrap.servers'?",
            "4 Did you mean 'partitions'?",
            "5 Did you mean 'url'?");
  }
}
