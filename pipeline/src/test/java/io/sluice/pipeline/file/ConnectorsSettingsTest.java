package io.sluice.pipeline.file;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.server.ConnectorsSpec;
import io.sluice.pipeline.server.PermittedConnectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorsSettingsTest {
  @TempDir private Path folder;

  private ProjectFileReader.ProjectRead read(String yaml) throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), yaml);
    return new ProjectFileReader().read(folder);
  }

  private static Optional<List<String>> names(Optional<PermittedConnectors> list) {
    return list.map(found -> found.names().stream().map(PermittedConnectors.Name::text).toList());
  }

  @Test
  void a_namespace_has_its_own_list_or_that_of_all_others() throws IOException {
    ProjectFileReader.ProjectRead read =
        read(
            """
            connectors:
              permitted: [postgres, table]
              namespaces:
                shop: [postgres, io.acme.Shop$Sink, 'maven:org.acme:shop-connector:1.2']
                lab: ['*']
                attic: []
            """);

    assertThat(read.problems()).isEmpty();
    ConnectorsSpec said = read.project().connectors();
    assertThat(said.limited()).isTrue();
    assertThat(names(said.in("default"))).contains(List.of("postgres", "table"));
    assertThat(names(said.in("shop")))
        .contains(List.of("postgres", "io.acme.Shop$Sink", "maven:org.acme:shop-connector:1.2"));
    assertThat(said.in("lab")).as("all are permitted").isEmpty();
    assertThat(names(said.in("attic"))).contains(List.of());
    assertThat(requireNonNull(said.namespaces().get("shop")).names().get(1).place().toString())
        .endsWith("sluice.yaml:4:22 connectors.namespaces.shop[1]");
  }

  @Test
  void a_project_that_says_nothing_permits_all() throws IOException {
    ConnectorsSpec said = read("name: shop\n").project().connectors();

    assertThat(said.limited()).isFalse();
    assertThat(said.in("shop")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connectors: [postgres] | 1 connectors | expected which connectors pipelines may name",
        "connectors: | 1 connectors | has nothing behind it",
        "connectors: {permited: []} | 1 connectors.permited | is not a setting here",
        "connectors: {permitted: } | 1 connectors.permitted | has nothing behind it",
        "connectors: {permitted: table} | 1 connectors.permitted | expected a list of connectors",
        "connectors: {permitted: [a b]} | 1 connectors.permitted[0] | found 'a b'",
        "connectors: {permitted: [{a: b}]} | 1 connectors.permitted[0] | found keys with values",
        "connectors: {permitted: ['table@2']} | 1 connectors.permitted[0] | found 'table@2'",
        "connectors: {permitted: ['maven:x']} | 1 connectors.permitted[0] | maven:group:artifact",
        "connectors: {permitted: ['${env:X}']} | 1 connectors.permitted[0] | expected a connector",
        "connectors: {permitted: [a, a]} | 1 connectors.permitted[1] | is there twice",
        "connectors: {permitted: [a, '*']} | 1 connectors.permitted[1] | expected '*' alone",
        "connectors: {namespaces: {shop: []}} | 1 connectors.permitted | is missing",
        "connectors: {permitted: [], namespaces: {shop: x}} | 1 connectors.namespaces.shop | a"
            + " list",
        "connectors: {permitted: [], namespaces: [x]} | 1 connectors.namespaces | namespaces, each",
        "connectors: {permitted: [], namespaces: {'*': []}} | 1 connectors.namespaces.* | found"
            + " '*'",
        "connectors: {permitted: [], namespaces: {'a/b': []}} | 1 connectors.namespaces.a/b |"
            + " folder",
        "connectors: {permitted: [], namespaces: {.a: []}} | 1 connectors.namespaces..a | folder"
      })
  void what_is_wrong_is_told_once_at_its_place(String yaml, String place, String message)
      throws IOException {
    ProjectFileReader.ProjectRead read = read(yaml + "\n");

    assertThat(read.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.place().line() + " " + problem.place().path()).isEqualTo(place);
              assertThat(problem.message()).contains(message);
              assertThat(problem.isError()).isTrue();
            });
    assertThat(read.project().connectors()).isEqualTo(ConnectorsSpec.DEFAULT);
  }
}
