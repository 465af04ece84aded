package io.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineCheckTest {
  private static final String FILE_SINK =
      "sinks: [{connector: file-stream, config: {topics: t}}]\n";

  @TempDir Path work;
  @TempDir Path pluginPath;

  private static PipelineParts pipeline(String yaml) {
    ReadResult result =
        new PipelineReader().read(Path.of("p.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(result.problems()).isEmpty();
    return result.parts().orElseThrow();
  }

  private List<String> problems(String yaml, Map<String, String> environment) {
    Secrets secrets = new Secrets(environment, name -> Optional.empty());
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      return new PipelineCheck(plugins, secrets, Duration.ofSeconds(5))
          .check(pipeline(yaml)).stream().map(Problem::toString).toList();
    }
  }

  private List<String> problems(String yaml) {
    return problems(yaml, Map.of());
  }

  /** A source whose config and validate are given as Java source. */
  private void source(String name, String config, String validate) {
    new PluginJar(work)
        .compile(
            pluginPath.resolve(name + "/" + name + ".jar"),
            "x." + name,
            PluginJar.SOURCE_SERVICE,
            PluginJar.sourceConnector("x", name, "1")
                .replace("return new ConfigDef();", "return " + config + ";")
                .replace(
                    "public void stop() {}\n  public ConfigDef",
                    """
                    public void stop() {}
                      public org.apache.kafka.common.config.Config validate(Map<String, String> props) {
                        %s
                      }
                      public ConfigDef\
                    """
                        .formatted(validate)));
  }

  private static String pipelineFrom(String connector, String config) {
    return """
    name: p
    source:
      connector: %s
      config: %s
    """
            .formatted(connector, config)
        + FILE_SINK;
  }

  @Test
  void a_pipeline_that_its_plugins_accept_has_no_problems() {
    assertThat(problems(pipelineFrom("FileStreamSource", "{file: in.txt, topic: t, tasks.max: 1}")))
        .isEmpty();
  }

  @Test
  void unknown_plugins_are_reported_where_they_are_named() {
    assertThat(
            problems(
                """
                name: p
                source: {connector: file-strean, config: {topic: t}}
                transforms:
                  - regex-ruoter: {regex: a, replacement: b}
                  - mask: {}
                    predicate: {type: TopicNameMatch, pattern: x}
                """
                    + FILE_SINK))
        .satisfiesExactly(
            p ->
                assertThat(p)
                    .startsWith(
                        "p.yaml:2:10 source.connector: No source connector is called 'file-strean'")
                    .contains("Did you mean 'file-stream'?"),
            p ->
                assertThat(p)
                    .startsWith("p.yaml:4:5 transforms[0].regex-ruoter: No transformation")
                    .contains("Did you mean 'regex-router'?"),
            p -> assertThat(p).startsWith("p.yaml:5:5 transforms[1].mask: No transformation"),
            p -> assertThat(p).contains("Did you mean 'topic-name-matches'?"));
  }

  @Test
  void an_unknown_setting_is_answered_with_the_nearest_known_one() {
    assertThat(problems(pipelineFrom("file-stream", "{topic: t, batchsize: 5}")))
        .containsExactly(
            "p.yaml:4:22 source.config.batchsize: 'batchsize' is not a setting of"
                + " org.apache.kafka.connect.file.FileStreamSourceConnector. Did you mean"
                + " 'batch.size'?");
  }

  @Test
  void a_value_that_the_plugin_refuses_is_reported_at_its_key() {
    assertThat(problems(pipelineFrom("file-stream", "{topic: t, batch.size: many}")))
        .singleElement()
        .asString()
        .startsWith("p.yaml:4:22 source.config.batch.size: Invalid value many");
  }

  @Test
  void a_missing_setting_is_reported_where_the_config_stands() {
    assertThat(problems(pipelineFrom("file-stream", "{file: in.txt}")))
        .singleElement()
        .asString()
        .startsWith("p.yaml:4:3 source.config.topic: Missing required configuration");
  }

  @Test
  void keys_of_connect_itself_and_pass_through_prefixes_are_understood() {
    assertThat(
            problems(
                pipelineFrom(
                    "file-stream", "{topic: t, key.converter: x, producer.override.acks: all}")))
        .isEmpty();
  }

  @Test
  void properties_of_a_jdbc_driver_are_refused_where_there_is_none() {
    assertThat(problems(pipelineFrom("file-stream", "{topic: t, driver.ssl: 1}")))
        .singleElement()
        .asString()
        .contains("'driver.ssl' is not a setting of ");
  }

  @Test
  void a_value_that_cannot_be_read_is_reported_once() {
    source(
        "Paced",
        "new ConfigDef().define(\"pace.ms\", ConfigDef.Type.LONG, 5,"
            + " ConfigDef.Range.atLeast(1), ConfigDef.Importance.LOW, \"\")",
        "return super.validate(props);");
    assertThat(problems(pipelineFrom("paced", "{pace.ms: 500ms}")))
        .singleElement()
        .asString()
        .contains("Invalid value 500ms for configuration pace.ms");
  }

  @Test
  void another_connectors_class_among_the_settings_is_refused() {
    assertThat(
            problems(
                pipelineFrom(
                    "file-stream",
                    "{topic: t, connector.class:"
                        + " io.debezium.connector.postgresql.PostgresConnector}")))
        .singleElement()
        .asString()
        .contains("source.config.connector.class: names another connector than 'file-stream'")
        .contains("Leave it out");
  }

  @Test
  void the_connectors_own_class_among_the_settings_harms_nobody() {
    assertThat(
            problems(
                pipelineFrom(
                    "file-stream",
                    "{topic: t, connector.class:"
                        + " org.apache.kafka.connect.file.FileStreamSourceConnector}")))
        .isEmpty();
  }

  private static final String UNWRAPPING =
      """
      name: p
      source:
        connector: file-stream
        config:
          topic: t
          transforms: unwrap
          transforms.unwrap.type: io.debezium.transforms.ExtractNewRecordState
      """;

  @Test
  void the_unwrapping_of_envelopes_is_said_to_be_needless_before_the_table_sink() {
    assertThat(problems(UNWRAPPING + "sinks: [{connector: table}]\n"))
        .filteredOn(p -> p.contains("No transformation is called"))
        .singleElement()
        .asString()
        .contains("Leave it out: the table sink takes Debezium's envelopes");
  }

  @Test
  void the_unwrapping_of_envelopes_is_not_said_to_be_needless_before_other_sinks() {
    assertThat(problems(UNWRAPPING + FILE_SINK))
        .singleElement()
        .asString()
        .contains("No transformation is called")
        .doesNotContain("Leave it out");
  }

  @Test
  void error_handling_in_a_connectors_config_is_sent_to_its_place() {
    assertThat(problems(pipelineFrom("file-stream", "{topic: t, errors.tolerance: all}")))
        .singleElement()
        .asString()
        .contains("is not read here. Say under the pipeline's 'on_error'");
  }

  @Test
  void transformations_of_a_pasted_connect_config_are_checked_like_others() {
    assertThat(
            problems(
                pipelineFrom(
                    "file-stream",
                    "{topic: t, transforms: a, transforms.a.type: RegexRouter, transforms.a.regx:"
                        + " x}")))
        .anyMatch(
            p ->
                p.contains("p.yaml:4:69 source.config.transforms.a.regx: 'regx' is not a setting"));
  }

  @Test
  void families_of_keys_are_understood_as_debezium_declares_them() {
    source(
        "Families",
        "new ConfigDef().define(\"column.truncate.to.(d+).chars\", ConfigDef.Type.STRING, \"\","
            + " ConfigDef.Importance.LOW, \"\").define(\"overrides\", ConfigDef.Type.STRING, \"\","
            + " ConfigDef.Importance.LOW, \"\")",
        "return super.validate(props);");
    assertThat(
            problems(
                pipelineFrom(
                    "families",
                    "{column.truncate.to.20.chars: a.b, overrides: 'a.b, a.c', overrides.a.c:"
                        + " select, converters: isbn, isbn.type: X, post.processors: r,"
                        + " post.processors.r.type: X}")))
        .hasSize(2)
        .allMatch(
            problem -> problem.contains("'converters'") || problem.contains("'post.processors'"));
    assertThat(
            problems(
                pipelineFrom(
                    "families", "{column.truncate.to.x.chars: a.b, overrides.a.d: select}")))
        .hasSize(2);
  }

  @Test
  void undeclared_settings_are_nobodys_mistake() {
    assertThat(
            problems(
                """
                name: p
                source: {connector: file-stream, config: {topic: t}, undeclared: {odd: 1}}
                """
                    + FILE_SINK))
        .isEmpty();
  }

  @Test
  void a_transformation_that_refuses_to_be_configured_is_reported() {
    assertThat(
            problems(
                pipelineFrom("file-stream", "{topic: t}")
                    + "transforms: [{cast: {spec: 'a:nonsense'}}]\n"))
        .singleElement()
        .asString()
        .contains("transforms[0].cast");
  }

  @Test
  void a_missing_variable_is_reported_at_the_key_that_refers_to_it() {
    assertThat(problems(pipelineFrom("file-stream", "{topic: '${env:TOPIC}'}")))
        .containsExactly(
            "p.yaml:4:12 source.config.topic: the environment variable TOPIC is not set");
  }

  @Test
  void a_missing_variable_hides_no_other_problem() {
    assertThat(
            problems(
                pipelineFrom("file-stream", "{topic: '${env:TOPIC}', batch.size: many, fil: x}")))
        .satisfiesExactly(
            p -> assertThat(p).contains("variable TOPIC is not set"),
            p -> assertThat(p).contains("source.config.batch.size: Invalid value many"),
            p -> assertThat(p).contains("Did you mean 'file'?"));
  }

  @Test
  void a_misspelt_choice_is_answered_with_the_nearest() {
    assertThat(
            problems(
                pipelineFrom("file-stream", "{topic: t}")
                    + "transforms: [{timestamp-converter: {target.type: strng, format: y}}]\n"))
        .singleElement()
        .asString()
        .endsWith("Did you mean 'string'?");
  }

  @Test
  void a_plugin_that_hangs_is_left_alone_after_the_deadline() {
    source(
        "Hanging",
        "new ConfigDef()",
        "while (true) { try { Thread.sleep(100000); } catch (Exception e) {} }");
    Secrets secrets = new Secrets(Map.of(), name -> Optional.empty());
    try (Plugins plugins = Plugins.of(List.of(pluginPath))) {
      List<Problem> problems =
          new PipelineCheck(plugins, secrets, Duration.ofMillis(200))
              .check(pipeline(pipelineFrom("hanging", "{}")));

      assertThat(problems).singleElement().asString().contains("did not answer within 200 ms");
    }
  }

  @Test
  void a_plugin_that_throws_an_error_is_reported() {
    source("Failing", "new ConfigDef()", "throw new StackOverflowError(\"deep\");");
    assertThat(problems(pipelineFrom("failing", "{}")))
        .singleElement()
        .asString()
        .contains("x.Failing was asked to check its settings and failed: StackOverflowError: deep");
  }

  @Test
  void a_secret_is_not_in_what_a_plugin_says_about_it() {
    source(
        "Telling",
        "new ConfigDef().define(\"url\", ConfigDef.Type.STRING, \"\", ConfigDef.Importance.LOW,"
            + " \"\").define(\"pin\", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, \"\")",
        """
        var value = new org.apache.kafka.common.config.ConfigValue("url");
        value.addErrorMessage("cannot log in at " + props.get("url") + " with " + props.get("pin"));
        var pin = new org.apache.kafka.common.config.ConfigValue("pin");
        pin.addErrorMessage("Invalid value " + props.get("pin") + " for configuration pin");
        return new org.apache.kafka.common.config.Config(List.of(value, pin));\
        """);

    List<String> problems =
        problems(
            pipelineFrom(
                "telling", "{url: 'jdbc:x://h/d?user=u&password=${env:PW}', pin: '${env:PIN}'}"),
            Map.of("PW", "tr&b/le", "PIN", "abc"));

    assertThat(problems).hasSize(2).noneMatch(p -> p.contains("tr&b/le") || p.contains(" abc"));
  }

  @Test
  void a_password_within_an_address_is_warned_about_and_not_shown() {
    source(
        "Addressed",
        "new ConfigDef().define(\"url\", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, \"\")",
        "return super.validate(props);");
    for (String url :
        List.of("jdbc:x://h/d?user=ann&password=opensesame", "x://ann:opensesame@h")) {
      assertThat(problems(pipelineFrom("addressed", "{url: '" + url + "'}")))
          .singleElement()
          .asString()
          .contains("warning: a password stands in this address")
          .doesNotContain("opensesame");
    }
    assertThat(problems(pipelineFrom("addressed", "{url: 'jdbc:x://h/d?sslmode=require'}")))
        .isEmpty();
  }

  @Test
  void a_secret_that_is_written_out_is_warned_about_and_not_shown() {
    source(
        "Locked",
        "new ConfigDef().define(\"pin\", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, \"\")",
        "return super.validate(props);");
    assertThat(problems(pipelineFrom("locked", "{pin: opensesame}")))
        .singleElement()
        .asString()
        .contains("warning: a secret stands in the file itself")
        .doesNotContain("opensesame");
  }
}
