package io.sluice.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.setup.AcmeRepository;
import io.sluice.cli.setup.AcmeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployCommandTest {
  private static final String SHOP =
      """
      name: shop
      topics: [orders]
      sinks:
        - name: warehouse
          connector: com.example.Sink
          config:
            url: jdbc:postgresql://db/warehouse
            password: very-secret-1
      """;

  @TempDir private Path folder;
  private PretendedCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new PretendedCluster();
    Files.writeString(folder.resolve("sluice.yaml"), "name: acme\n");
    Files.writeString(folder.resolve("shop.yaml"), SHOP);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Invocation deploy(String... more) {
    return invoke("deploy", more);
  }

  private Invocation invoke(String command, String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(List.of(command, "--connect", cluster.url()));
    arguments.addAll(List.of(more));
    return Invocation.in(folder, arguments.toArray(new String[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect: {url: 'http://127.0.0.1:1', pasword: x} | sluice.yaml:1:38 connect.pasword |"
            + " 'password'",
        "kafka: [ | sluice.yaml:2:1 | not readable as YAML",
        "conect: {url: 'http://127.0.0.1:1'} | sluice.yaml:1:1 conect | 'connect'",
        "connect: {url: 127.0.0.1:18083} | sluice.yaml:1:11 connect.url | http://localhost:8083",
        "connect: {url: 'http://127.0.0.1:1', truststore: no.p12} | connect.truststore | no.p12",
      })
  void a_mistake_in_the_project_file_is_told_with_its_line_and_not_taken_for_silence(
      String text, String place, String message) throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), text + "\n");

    for (String command : List.of("plan", "status")) {
      Invocation told =
          command.equals("status")
              ? Invocation.in(folder, command, "shop.yaml")
              : Invocation.in(folder, command);

      assertThat(told.code()).as(command).isEqualTo(2);
      assertThat(told.err()).as(command).contains(place, message).doesNotContain("Say --connect");
    }
  }

  @Test
  void a_folder_is_deployed_and_its_connectors_are_known_by_project_and_pipeline() {
    Invocation deployed = deploy();

    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
    assertThat(cluster.connectors.get("shop-warehouse"))
        .containsEntry("connector.class", "com.example.Sink")
        .containsEntry("sluice.project", "acme")
        .containsEntry("sluice.pipeline", "shop");
  }

  @Test
  void coordinates_are_fetched_to_learn_what_class_and_version_the_cluster_needs()
      throws Exception {
    AcmeRepository repository = new AcmeRepository(folder);
    repository.publish("1.0");
    Files.writeString(
        folder.resolve("numbers.yaml"),
        """
        name: numbers
        source: {connector: "maven:org.acme:numbers:1.0", config: {count: 2}}
        topic: numbers
        """);

    Invocation deployed =
        Invocation.in(
            folder, repository.environment(), "deploy", "numbers.yaml", "--connect", cluster.url());

    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
    assertThat(cluster.connectors.get("numbers"))
        .containsEntry("connector.class", AcmeSource.class.getName())
        .containsEntry("connector.plugin.version", "of the class");
    assertThat(folder.resolve("sluice.lock")).content().contains("maven:org.acme:numbers:jar:1.0");
  }

  @Test
  void a_cluster_is_asked_for_the_version_that_a_plugin_reports_whatever_it_was_added_in()
      throws Exception {
    AcmeRepository repository = new AcmeRepository(folder);
    repository.publish("1.0");
    Invocation.in(folder, repository.environment(), "plugin", "add", "org.acme:numbers:1.0");
    Files.writeString(
        folder.resolve("numbers.yaml"),
        """
        name: numbers
        source: {connector: acme-source@1.0, config: {count: 2}}
        topic: numbers
        """);

    Invocation deployed =
        Invocation.in(
            folder, repository.environment(), "deploy", "numbers.yaml", "--connect", cluster.url());

    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
    assertThat(cluster.connectors.get("numbers"))
        .containsEntry("connector.plugin.version", "of the class");
  }

  @Test
  void coordinates_that_the_project_does_not_permit_are_neither_fetched_nor_deployed()
      throws Exception {
    AcmeRepository repository = new AcmeRepository(folder);
    repository.publish("1.0");
    Files.writeString(
        folder.resolve("sluice.yaml"), "name: acme\nconnectors: {permitted: [postgres]}\n");
    Files.writeString(
        folder.resolve("numbers.yaml"),
        """
        name: numbers
        source: {connector: "maven:org.acme:numbers:1.0", config: {count: 2}}
        topic: numbers
        """);

    Invocation deployed =
        Invocation.in(
            folder, repository.environment(), "deploy", "numbers.yaml", "--connect", cluster.url());

    assertThat(deployed.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(deployed.out() + deployed.err())
        .contains("numbers.yaml:2:10 source.connector: expected a connector that pipelines of");
    assertThat(cluster.changes).isEmpty();
    assertThat(folder.resolve("sluice.lock")).doesNotExist();
  }

  @Test
  void coordinates_that_nobody_has_are_a_problem_of_their_line() throws Exception {
    Files.writeString(
        folder.resolve("numbers.yaml"),
        """
        name: numbers
        source: {connector: "maven:org.acme:nothing:1.0", config: {count: 2}}
        topic: numbers
        """);

    Invocation deployed =
        Invocation.in(
            folder,
            new AcmeRepository(folder).environment(),
            "deploy",
            "numbers.yaml",
            "--connect",
            cluster.url());

    assertThat(deployed.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(deployed.out() + deployed.err())
        .contains("numbers.yaml:2:", "org.acme:nothing:jar:1.0 was found in none of");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void a_source_that_nobody_judges_is_not_deployed_with_less_than_it_can() throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        "name: shop\ntopic: orders\nsource: {connector: com.example.Source}\n");
    deploy();
    cluster.changes.clear();
    cluster.unjudged = "Request timed out. The worker is currently validating";

    Invocation again = deploy();

    assertThat(again.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(again.out() + again.err()).contains("Request timed out");
    cluster.unjudged = "Failed to find any class that implements Connector";
    assertThat(deploy().code()).as("without the plugin nothing could be demanded").isZero();
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void what_was_done_before_a_failure_in_the_middle_is_said() throws IOException {
    deploy();
    Files.writeString(
        folder.resolve("shop.yaml"),
        SHOP.replace("name: warehouse", "name: a-first")
            + "  - name: b-second\n    connector: com.example.Sink\n"
            + "  - name: c-third\n    connector: com.example.Sink\n");
    cluster.refused = "shop-b-second";
    Invocation broken = deploy("--yes");
    cluster.refused = null;
    Invocation again = deploy("-o", "json");

    assertThat(broken.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(broken.out())
        .containsSubsequence("removed shop-warehouse", "made shop-a-first")
        .doesNotContain("made shop-b-second", "made shop-c-third");
    assertThat(broken.err())
        .contains("no room", "Done until then: removed shop-warehouse, made shop-a-first.");
    assertThat(again.code()).isZero();
    assertThat(again.json().at("/done").findValuesAsText("connector"))
        .containsExactly("shop-b-second", "shop-c-third");
  }

  @Test
  void deploying_twice_changes_nothing() {
    deploy();
    Invocation again = deploy();

    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("Nothing to do");
    assertThat(cluster.changes).containsExactly("PUT shop-warehouse");
  }

  @Test
  void a_plan_shows_what_would_become_other_and_changes_nothing() throws IOException {
    deploy();
    Files.writeString(folder.resolve("shop.yaml"), SHOP.replace("db/", "db2/"));
    Invocation plan = invoke("plan");

    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains("~ shop-warehouse")
        .contains("url: jdbc:postgresql://db/warehouse -> jdbc:postgresql://db2/warehouse");
    assertThat(cluster.changes).hasSize(1);
  }

  @Test
  void a_plan_shows_no_secret() throws IOException {
    deploy();
    Files.writeString(folder.resolve("shop.yaml"), SHOP.replace("secret-1", "secret-2"));
    Invocation plan = invoke("plan");
    Invocation json = invoke("plan", "-o", "json");

    assertThat(plan.out()).contains("password: (hidden) -> (hidden)");
    assertThat(plan.out() + plan.err() + json.out() + json.err()).doesNotContain("very-secret");
  }

  @Test
  void a_secret_that_stands_in_the_file_is_warned_of_and_cut_out_once() throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        source:
          connector: io.sluice.cli.setup.AcmeSource
          config: {url: "jdbc:x://h/d?password=very-secret-3"}
        topic: numbers
        """);

    Invocation plan = invoke("plan");

    assertThat(plan.code()).as(plan.out()).isZero();
    assertThat(plan.out())
        .containsPattern("shop.yaml:4:\\d+ source.config.url: warning: a password stands in this")
        .contains("url: jdbc:x://h/d?password=***\n")
        .doesNotContain("very-secret");
  }

  @Test
  void a_plan_is_a_document_for_programs() {
    Invocation plan = invoke("plan", "-o", "json");

    assertThat(plan.json().at("/steps/0/connector").asText()).isEqualTo("shop-warehouse");
    assertThat(plan.json().at("/steps/0/action").asText()).isEqualTo("create");
    assertThat(plan.json().at("/problems")).isEmpty();
  }

  @Test
  void a_file_that_is_gone_takes_its_connectors_along_when_asked() throws IOException {
    deploy();
    Files.delete(folder.resolve("shop.yaml"));
    Invocation unasked = deploy();
    Invocation refused =
        Invocation.typing(folder, Map.of(), "n\n", "deploy", "--connect", cluster.url());

    assertThat(unasked.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(refused.out()).contains("Nothing was changed");
    assertThat(cluster.connectors).containsKey("shop-warehouse");

    assertThat(deploy("--yes").code()).isZero();
    assertThat(cluster.connectors).isEmpty();
  }

  @Test
  void a_file_that_is_no_text_any_more_keeps_all_from_being_deployed() throws IOException {
    deploy();
    Files.write(
        folder.resolve("shop.yaml"),
        ("# caf\u00e9\n" + SHOP).getBytes(StandardCharsets.ISO_8859_1));
    Invocation again = deploy("--yes");

    assertThat(again.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(again.out()).contains("shop.yaml:1:6: expected text in UTF-8");
    assertThat(cluster.connectors).containsKey("shop-warehouse");
  }

  @Test
  void a_file_that_cannot_be_read_keeps_all_from_being_deployed() throws IOException {
    deploy();
    Files.delete(folder.resolve("shop.yaml"));
    Files.createSymbolicLink(folder.resolve("shop.yaml"), folder.resolve("away.yaml"));
    Invocation again = deploy("--yes");

    assertThat(again.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(again.out()).contains("shop.yaml:1:1: cannot be read");
    assertThat(cluster.connectors).containsKey("shop-warehouse");
  }

  @Test
  void a_pipeline_is_known_by_its_keys_however_they_are_written() throws IOException {
    deploy();
    Files.writeString(folder.resolve("shop.yaml"), SHOP.indent(2));
    Files.writeString(
        folder.resolve("more.yaml"),
        "{\"name\": \"more\", \"topics\": [\"a\"], \"sinks\": [{\"connector\": \"a.B\"}]}");
    Files.writeString(
        folder.resolve("compose.yaml"),
        "services: {db: {volumes: [{source: a}]}}\nx-topics: {topics: 1}\n");
    Invocation again = deploy("--yes");

    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(cluster.connectors.keySet()).hasSize(2).contains("shop-warehouse");
  }

  @Test
  void a_pipeline_whose_half_is_misspelt_does_not_lose_its_connectors() throws IOException {
    deploy();
    Files.writeString(folder.resolve("shop.yaml"), SHOP.replace("sinks:", "sink:"));

    assertThat(deploy("--yes").code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(cluster.connectors).containsKey("shop-warehouse");
  }

  @Test
  void a_project_without_a_name_of_its_own_removes_nothing() throws IOException {
    Files.delete(folder.resolve("sluice.yaml"));
    deploy();
    Files.delete(folder.resolve("shop.yaml"));
    Invocation again = deploy("--yes");

    String name =
        cluster
            .connectors
            .getOrDefault("shop-warehouse", Map.of())
            .getOrDefault("sluice.project", "");
    assertThat(again.code()).isEqualTo(ExitCode.CONFLICT.number());
    assertThat(again.out()).contains("'name: " + name + "' in sluice.yaml");

    Files.writeString(folder.resolve("sluice.yaml"), "name: " + name + "\n");
    assertThat(deploy("--yes").code()).isZero();
    assertThat(cluster.connectors).isEmpty();
  }

  @Test
  void connectors_of_others_are_not_touched() {
    cluster.connectors.put("theirs", Map.of("connector.class", "x"));
    cluster.connectors.put("other", Map.of("sluice.project", "other", "sluice.pipeline", "p"));
    deploy("--yes");

    assertThat(cluster.changes).containsExactly("PUT shop-warehouse");
  }

  @Test
  void a_name_that_others_have_is_a_conflict() {
    cluster.connectors.put("shop-warehouse", Map.of("connector.class", "x"));
    Invocation deployed = deploy();

    assertThat(deployed.code()).isEqualTo(ExitCode.CONFLICT.number());
    assertThat(deployed.out())
        .contains("its name belongs to somebody else")
        .doesNotContain("Nothing to do");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void what_the_clusters_plugin_refuses_is_told_at_its_line_and_nothing_is_changed() {
    cluster.refusals.put("url", "Invalid value for configuration url");
    Invocation deployed = deploy();

    assertThat(deployed.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(deployed.out())
        .contains(
            "shop.yaml:7:7 sinks[0].config.url: connector shop-warehouse, url: Invalid value");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void a_refusal_that_quotes_a_secret_does_not_show_it() {
    cluster.refusals.put("password", "Invalid value very-secret-1 for configuration password");

    assertThat(deploy().out()).contains("not shown").doesNotContain("very-secret");
  }

  @Test
  void what_the_worker_has_put_in_place_of_a_reference_is_not_shown_under_any_key()
      throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), SHOP + "      mode: \"${env:NOT_HERE}\"\n");
    cluster.refusals.put("mode", "Invalid value very-secret-2 for configuration mode: not a mode");
    Invocation quoted = invoke("plan");
    cluster.refusals.put("mode", "there is no very-secret-2");
    Invocation worded = invoke("plan");

    assertThat(quoted.out())
        .contains("Invalid value (not shown) for configuration mode: not a mode")
        .doesNotContain("very-secret");
    assertThat(worded.out()).contains("may quote a secret").doesNotContain("very-secret");
  }

  @Test
  void a_setting_that_the_clusters_plugin_does_not_know_is_warned_of() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), SHOP + "      mod: upsert\n");

    assertThat(deploy().out()).contains("do not declare 'mod'. Did you mean 'mode'?");
  }

  @Test
  void a_rebalance_is_waited_for() {
    cluster.rebalances = 2;

    assertThat(deploy().code()).isZero();
    assertThat(cluster.connectors).containsKey("shop-warehouse");
  }

  @Test
  void user_and_password_come_from_the_project_file() throws IOException {
    cluster.wantedLogin =
        "Basic "
            + Base64.getEncoder()
                .encodeToString("bob:open-sesame".getBytes(StandardCharsets.UTF_8));
    assertThat(deploy().code()).isEqualTo(ExitCode.UNREACHABLE.number());

    Files.writeString(
        folder.resolve("sluice.yaml"),
        "connect: {url: '" + cluster.url() + "', username: bob, password: '${env:P}'}\n");
    Invocation deployed = Invocation.in(folder, Map.of("P", "open-sesame"), "deploy");

    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
  }

  @Test
  void a_cluster_that_does_not_answer_is_unreachable() {
    cluster.close();

    assertThat(deploy().code()).isEqualTo(ExitCode.UNREACHABLE.number());
  }

  @Test
  void without_an_address_it_is_said_how_to_give_one() {
    Invocation deployed = Invocation.in(folder, "deploy");

    assertThat(deployed.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(deployed.err()).contains("Say --connect URL, or connect.url in sluice.yaml");
  }

  @Test
  void a_file_with_a_problem_keeps_all_from_being_deployed() throws IOException {
    Files.writeString(folder.resolve("bad.yaml"), "name: bad\ntopics: 7\nsinks: []\n");
    Invocation deployed = deploy();

    assertThat(deployed.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(deployed.out()).contains("bad.yaml:2:9 topics");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void pipelines_that_run_direct_are_named_and_left_alone() throws IOException {
    Files.writeString(
        folder.resolve("direct.yaml"),
        "name: direct\nsource: {connector: a.B}\nsinks: [{connector: c.D}]\n");
    Invocation deployed = deploy();

    assertThat(deployed.out()).contains("direct.yaml names no topic: it runs direct");
    assertThat(cluster.changes).containsExactly("PUT shop-warehouse");
  }

  @Test
  void a_pipeline_on_kafka_is_not_run_direct() {
    Invocation run = Invocation.in(folder, "reconcile", "shop.yaml");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err()).contains("pipeline shop names a topic, so it runs on Kafka");
  }
}
