package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.server.OtlpSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        registry: {url: 'https://r:8081', ssl.truststore.location: trusted.pem}
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
    assertThat(project.registry().orElseThrow().values())
        .isEqualTo(Map.of("url", "https://r:8081", "ssl.truststore.location", "trusted.pem"));
  }

  @Test
  void where_the_state_is_is_a_server_with_what_one_needs_to_get_in() throws IOException {
    ProjectFileReader.ProjectRead read =
        read(
            """
            state:
              url: jdbc:postgresql://db1/sluice
              user: anna
              password: ${env:PASSWORD}
              lease: 1.5m
            """);

    assertThat(read.problems()).isEmpty();
    assertThat(read.project().state().orElseThrow().values())
        .isEqualTo(
            Map.of(
                "url", "jdbc:postgresql://db1/sluice",
                "user", "anna",
                "password", "${env:PASSWORD}",
                "lease", "PT1M30S"));
    assertThat(read("state: {url: '${file:/run/secrets:url}'}").problems()).isEmpty();
  }

  @Test
  void a_state_that_can_be_nowhere_is_refused_and_its_address_not_quoted() throws IOException {
    assertThat(problems("state: {user: anna}")).singleElement().asString().contains("is missing");
    assertThat(problems("state: {url: 'jdbc:mysql://u:word@x/y'}"))
        .singleElement()
        .asString()
        .contains("expected jdbc:postgresql://", "sluice.yaml:1:")
        .doesNotContain("word");
    assertThat(problems("state: {ur: x}")).singleElement().asString().contains("'url'");
    assertThat(problems("state: {url: 'jdbc:postgresql://x/y', lease: 1s}"))
        .singleElement()
        .asString()
        .contains("a duration from 2s to 10m");
  }

  @Test
  void a_collector_is_where_it_is_and_what_its_requests_have() throws IOException {
    ProjectFileReader.ProjectRead read =
        read(
            """
            otlp:
              endpoint: https://c:4317
              protocol: grpc
              headers: {authorization: "Bearer ${env:WORD}"}
              timeout: 1.5s
              compression: gzip
              sample: 2.5%
            """);

    assertThat(read.problems()).isEmpty();
    OtlpSpec otlp = read.project().otlp().orElseThrow();
    assertThat(otlp.collector().values())
        .isEqualTo(
            Map.of("endpoint", "https://c:4317", "headers.authorization", "Bearer ${env:WORD}"));
    assertThat(otlp.protocol()).contains("grpc");
    assertThat(otlp.timeout()).contains(Duration.ofMillis(1_500));
    assertThat(otlp.compression()).contains("gzip");
    assertThat(otlp.sample().orElseThrow().fraction()).isEqualTo(0.025);
    assertThat(read("otlp: {endpoint: '${env:WHERE}'}").problems()).isEmpty();
    assertThat(read("name: shop").project().otlp()).isEmpty();
  }

  @Test
  void a_collector_that_can_be_nowhere_is_refused_and_its_address_not_quoted() throws IOException {
    assertThat(problems("otlp: {protocol: grpc}")).singleElement().asString().contains("endpoint");
    assertThat(problems("otlp: {endpoint: 'c:s3cr3t@x:4317'}"))
        .singleElement()
        .asString()
        .contains("expected http:// or https://", "sluice.yaml:1:")
        .doesNotContain("s3cr3t");
    assertThat(problems("otlp: {endpoint: 'http://c', protocol: http/json}"))
        .singleElement()
        .asString()
        .contains("http/protobuf or grpc");
    assertThat(problems("otlp: {endpoint: 'http://c', compression: zstd}"))
        .singleElement()
        .asString()
        .contains("gzip or none");
    assertThat(problems("otlp: {endpoint: 'http://c', sample: 200%}"))
        .singleElement()
        .asString()
        .contains("sample");
    assertThat(problems("otlp: {endpoint: 'http://c', header: {}}"))
        .singleElement()
        .asString()
        .contains("'headers'");
  }

  private List<String> problems(String text) throws IOException {
    return read(text).problems().stream().map(String::valueOf).toList();
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
            registry: {basic.auth.user: x}
            """)
                .problems())
        .extracting(problem -> problem.place().line() + " " + problem.hint())
        .containsExactly(
            "1 Did you mean 'name'?",
            "3 Did you mean 'bootstrap.servers'?",
            "4 Did you mean 'partitions'?",
            "5 Did you mean 'url'?",
            "6 Did you mean 'basic.auth.user.info'?");
  }
}
