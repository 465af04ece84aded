package io.sluice.kafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.kafka.ContractSettings;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranslationTest {
  private static final Map<String, String> CLASSES =
      Map.of(
          "postgres", "io.sluice.connector.postgres.PostgresConnector",
          "table", "io.sluice.connector.table.TableSinkConnector",
          "maven:org.acme:shop:1.0", "org.acme.Shop",
          "mask", "io.sluice.transforms.Mask",
          "topic-name-matches", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
  private static final String SOURCE =
      "source: {connector: postgres, config: {password: '${env:PASSWORD}'}}\n";
  private static final String SINKS = "sinks: [{connector: table, config: {url: 'jdbc:x'}}]\n";

  private static Translated translate(String yaml, Map<String, String> topicDefaults) {
    ReadResult read =
        new PipelineReader()
            .read(Path.of("shop.yaml"), ("name: shop\n" + yaml).getBytes(StandardCharsets.UTF_8));
    assertThat(read.onKafka()).as("%s", read.problems()).isPresent();
    return Translation.of(
        read.onKafka().orElseThrow(),
        new ClassNames() {
          @Override
          public String of(PluginKind kind, String name) {
            String known = CLASSES.get(name);
            if (known == null) {
              throw new PluginException("no " + kind.title() + " is called '" + name + "'");
            }
            return known;
          }

          @Override
          public Optional<String> version(PluginKind kind, String name) {
            return name.startsWith("maven:")
                ? Optional.of("1.0")
                : ClassNames.super.version(kind, name);
          }
        },
        new Defaults("acme", topicDefaults));
  }

  private static Translated translate(String yaml) {
    return translate(yaml, Map.of());
  }

  private static Map<String, String> source(String yaml) {
    return translate(yaml).connectors().get(0).config();
  }

  private static Map<String, String> sink(String yaml) {
    List<Connector> connectors = translate(yaml).connectors();
    return connectors.get(connectors.size() - 1).config();
  }

  private static List<String> problems(String yaml) {
    return translate(yaml).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void source_and_sinks_become_connectors_named_after_the_pipeline() {
    assertThat(translate("topic: orders\n" + SOURCE + SINKS).connectors())
        .extracting(Connector::name)
        .containsExactly("shop", "shop-table");
  }

  @Test
  void everything_that_a_sink_connector_is_told() {
    assertThat(sink("topics: [a, b]\n" + SINKS))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("name", "shop-table"),
                Map.entry("connector.class", "io.sluice.connector.table.TableSinkConnector"),
                Map.entry("url", "jdbc:x"),
                Map.entry("topics", "a,b"),
                Map.entry("key.converter", "io.sluice.converters.ExactJsonConverter"),
                Map.entry("value.converter", "io.sluice.converters.ExactJsonConverter"),
                Map.entry("consumer.override.isolation.level", "read_committed"),
                Map.entry("errors.tolerance", "all"),
                Map.entry("errors.deadletterqueue.topic.name", "dead-letters.shop-table"),
                Map.entry("errors.deadletterqueue.topic.replication.factor", "-1"),
                Map.entry("errors.deadletterqueue.context.headers.enable", "true"),
                Map.entry("errors.retry.timeout", "300000"),
                Map.entry("errors.retry.delay.max.ms", "60000"),
                Map.entry("errors.log.enable", "true"),
                Map.entry("errors.log.include.messages", "false"),
                Map.entry("sluice.project", "acme"),
                Map.entry("sluice.pipeline", "shop")));
  }

  @Test
  void coordinates_ask_the_cluster_for_the_version_that_they_mean() {
    assertThat(source("topic: orders\nsource: {connector: 'maven:org.acme:shop:1.0'}\n"))
        .containsEntry("connector.class", "org.acme.Shop")
        .containsEntry("connector.plugin.version", "1.0");
    assertThat(source("topic: orders\n" + SOURCE)).doesNotContainKey("connector.plugin.version");
  }

  @Test
  void a_secret_stays_a_reference() {
    assertThat(source("topic: orders\n" + SOURCE)).containsEntry("password", "${env:PASSWORD}");
  }

  @Test
  void one_topic_takes_all_that_the_source_writes_but_its_heartbeats() {
    Map<String, String> config = source("topic: orders\n" + SOURCE);

    assertThat(config)
        .containsEntry("transforms", "sluice-topic")
        .containsEntry("transforms.sluice-topic.replacement", "orders");
    assertThat("shop.public.orders").matches(config.get("transforms.sluice-topic.regex"));
    assertThat("__debezium-heartbeat.shop")
        .doesNotMatch(config.get("transforms.sluice-topic.regex"));
  }

  @Test
  void topics_that_have_the_prefix_keep_their_names_and_others_get_it() {
    Map<String, String> config = source("topics: {prefix: shop.}\n" + SOURCE);
    String regex = String.valueOf(config.get("transforms.sluice-topic.regex"));

    assertThat("shop.public.orders").doesNotMatch(regex);
    assertThat("shopping").matches(regex);
    assertThat("orders".replaceFirst(regex, config.get("transforms.sluice-topic.replacement")))
        .isEqualTo("shop.orders");
  }

  @Test
  void sinks_read_all_topics_with_the_prefix_and_see_new_ones_soon() {
    assertThat(sink("topics: {prefix: shop.}\n" + SOURCE + SINKS))
        .containsEntry("topics.regex", "shop\\..*")
        .containsEntry("consumer.override.metadata.max.age.ms", "5000")
        .containsEntry("consumer.override.allow.auto.create.topics", "false");
  }

  @Test
  void topics_are_made_as_the_pipeline_says_then_the_project_then_the_broker() {
    Map<String, String> config =
        translate(
                "topics: {partitions: 6, cleanup.policy: compact}\n" + SOURCE,
                Map.of("partitions", "2", "replication.factor", "3"))
            .connectors()
            .get(0)
            .config();

    assertThat(config)
        .containsEntry("topic.creation.default.partitions", "6")
        .containsEntry("topic.creation.default.replication.factor", "3")
        .containsEntry("topic.creation.default.cleanup.policy", "compact");
  }

  @Test
  void transforms_come_before_the_topic_where_there_is_a_source() {
    String yaml =
        "topic: orders\n" + SOURCE + SINKS + "transforms: [{mask: {fields: a, missing: ignore}}]\n";

    assertThat(source(yaml))
        .containsEntry("transforms", "mask,sluice-topic")
        .containsEntry("transforms.mask.type", "io.sluice.transforms.Mask")
        .containsEntry("transforms.mask.fields", "a");
    assertThat(sink(yaml)).doesNotContainKey("transforms");
  }

  @Test
  void transforms_come_behind_the_topic_where_there_is_no_source() {
    assertThat(sink("topic: orders\n" + SINKS + "transforms: [{mask: {fields: a}}]\n"))
        .containsEntry("transforms", "mask");
  }

  @Test
  void a_predicate_that_two_transforms_refer_to_is_written_once() {
    Map<String, String> config =
        sink(
            "topic: orders\n"
                + SINKS
                + "predicates: {p: {type: topic-name-matches, pattern: a.*}}\n"
                + "transforms: [{mask: {fields: a}, predicate: p},"
                + " {mask: {fields: b}, predicate: p, negate: true}]\n");

    assertThat(config)
        .containsEntry("predicates", "p")
        .containsEntry("predicates.p.pattern", "a.*")
        .containsEntry("transforms", "mask,mask-2")
        .containsEntry("transforms.mask.predicate", "p")
        .doesNotContainKey("transforms.mask.negate")
        .containsEntry("transforms.mask-2.negate", "true");
  }

  @Test
  void a_predicate_that_is_written_inline_keeps_apart_from_one_of_its_name() {
    Map<String, String> config =
        sink(
            "topic: orders\n"
                + SINKS
                + "predicates: {mask: {type: topic-name-matches, pattern: a}}\n"
                + "transforms: [{mask: {fields: a}, name: one, predicate: mask},"
                + " {mask: {fields: b}, predicate: {type: topic-name-matches, pattern: b}}]\n");

    assertThat(config)
        .containsEntry("predicates", "mask,mask-2")
        .containsEntry("predicates.mask.pattern", "a")
        .containsEntry("transforms.mask.predicate", "mask-2")
        .containsEntry("predicates.mask-2.pattern", "b");
  }

  @Test
  void a_pipeline_that_stops_at_bad_records_tolerates_none() {
    assertThat(sink("topic: orders\n" + SINKS + "on_error: {record: stop}\n"))
        .containsEntry("errors.tolerance", "none")
        .doesNotContainKey("errors.deadletterqueue.topic.name");
  }

  @Test
  void a_source_tolerates_nothing_since_what_connect_tolerates_there_is_lost() {
    assertThat(source("topic: orders\n" + SOURCE)).containsEntry("errors.tolerance", "none");
    assertThat(problems("topic: orders\n" + SOURCE + "transforms: [{mask: {fields: a}}]\n"))
        .singleElement()
        .asString()
        .contains("warning: a record that a transform cannot process stops the source on Kafka");
  }

  @Test
  void a_version_is_asked_for_by_connects_own_setting() {
    assertThat(
            sink(
                "topic: a\nsinks: [{connector: table@1.2, name: t}]\n"
                    + "transforms: [{type: mask@3, fields: a}]\n"))
        .containsEntry("connector.class", "io.sluice.connector.table.TableSinkConnector")
        .containsEntry("connector.plugin.version", "1.2")
        .containsEntry("transforms.mask@3.plugin.version", "3");
  }

  @Test
  void a_converter_of_the_connector_itself_brings_its_own_settings_alone() {
    assertThat(
            sink(
                "topic: a\nconverters: {key.converter: json, value.converter: json}\n"
                    + "sinks: [{connector: table, config: {value.converter: com.example.C}}]\n"))
        .containsEntry("value.converter", "com.example.C")
        .doesNotContainKey("value.converter.schemas.enable")
        .containsEntry("key.converter.schemas.enable", "false");
  }

  @Test
  void what_the_pipeline_says_itself_is_refused_among_a_connectors_settings() {
    assertThat(
            problems(
                "topic: a\n"
                    + "sinks: [{connector: table, config: {topics: b, errors.tolerance: all}}]\n"))
        .hasSize(2)
        .allMatch(problem -> problem.contains("is said by the pipeline itself on Kafka"));
  }

  @Test
  void a_pipeline_that_would_read_its_own_dead_letters_is_refused() {
    assertThat(problems("topics: {regex: '.*'}\n" + SINKS))
        .containsExactly(
            "shop.yaml:2:9 topics: covers topic dead-letters.shop-table, which keeps the dead"
                + " letters of this very pipeline. Say more narrowly which topics the sinks read");
  }

  @Test
  void a_connector_that_nobody_knows_is_refused_at_its_line() {
    assertThat(problems("topic: a\nsinks: [{connector: tabel}]\n"))
        .containsExactly("shop.yaml:3:10 sinks[0].connector: no sink connector is called 'tabel'");
  }

  @Test
  void a_file_that_the_workers_would_look_for_elsewhere_is_warned_of() {
    assertThat(
            problems(
                "topic: a\n"
                    + "sinks: [{connector: table, config: {password:"
                    + " '${file:s.properties:p}'}}]\n"))
        .singleElement()
        .asString()
        .contains("warning: refers to a file by a path that does not begin with '/'");
  }

  @Test
  void settings_know_where_they_are_written() {
    Connector sink = translate("topic: a\n" + SINKS).connectors().get(0);

    assertThat(sink.placeOf("url")).hasToString("shop.yaml:3:37 sinks[0].config.url");
    assertThat(sink.placeOf("errors.tolerance")).isEqualTo(sink.place());
  }

  @Test
  void a_contract_is_the_last_transform_of_the_source_and_none_of_the_sink() {
    String yaml =
        "topics: {prefix: shop.}\n"
            + SOURCE
            + SINKS
            + "schema: {compatibility: FULL, registry: {url: 'http://r:8081',"
            + " basic.auth.user.info: '${env:LOGIN}', ssl.truststore.location: trust.pem}}\n";
    Map<String, String> source = source(yaml);

    assertThat(source.get("transforms")).endsWith("sluice-topic,sluice-contract");
    assertThat(source)
        .containsEntry("transforms.sluice-contract.type", ContractSettings.TRANSFORM)
        .containsEntry("transforms.sluice-contract.pipeline", "shop")
        .containsEntry("transforms.sluice-contract.compatibility", "FULL")
        .containsEntry("transforms.sluice-contract.on_incompatible", "stop")
        .containsEntry("transforms.sluice-contract.registry.url", "http://r:8081")
        .containsEntry("transforms.sluice-contract.registry.basic.auth.user.info", "${env:LOGIN}")
        .containsEntry(
            "transforms.sluice-contract.registry.ssl.truststore.location",
            Path.of("trust.pem").toAbsolutePath().toString())
        .doesNotContainKey("transforms.sluice-contract.state");
    assertThat(sink(yaml).keySet()).noneMatch(key -> key.contains("contract"));
  }

  @Test
  void a_converter_beside_a_contract_writes_its_schemas_or_that_is_told() {
    String yaml =
        "topics: {prefix: shop.}\n"
            + SOURCE
            + SINKS
            + "schema: {format: json, registry: {url: 'http://r:8081'}}\n"
            + "converters: {key.converter: json-schema, value.converter: json-schema,"
            + " value.converter.schema.registry.url: 'http://r:8081'";
    String closed = ".object.additional.properties";
    assertThat(source(yaml + "}\n"))
        .containsEntry("value.converter" + closed, "false")
        .containsEntry("key.converter" + closed, "false");
    assertThat(sink(yaml + "}\n").keySet()).noneMatch(key -> key.endsWith(closed));
    assertThat(problems(yaml + ", value.converter" + closed + ": true}\n"))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem).contains("value.converter" + closed, "Leave it out"));
    assertThat(problems(yaml.replace("format: json", "format: avro, keys: false") + "}\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("json", "avro", "Say 'format: json'"));
    String confluent =
        yaml.replace("format: json", "format: protobuf, keys: false")
            .replace(
                "value.converter: json-schema",
                "value.converter: io.confluent.connect.protobuf.ProtobufConverter");
    assertThat(problems(confluent + "}\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("by their place", "Say 'protobuf'"));
    assertThat(problems(confluent + ", value.converter.auto.register.schemas: false}\n")).isEmpty();
  }

  @Test
  void a_contract_without_a_registry_that_workers_reach_is_refused_at_its_line() {
    assertThat(problems("topic: orders\n" + SOURCE + SINKS + "schema: {}\n"))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem).contains("schema", "registry", "workers of a cluster"));
  }
}
