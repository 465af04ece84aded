package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.TransformSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineReaderTest {
  private static final Path FILE = Path.of("shop.yaml");
  private static final String MINIMAL =
      """
      name: shop
      source: {connector: postgres}
      sinks: [{connector: table}]
      """;

  private static ReadResult read(String yaml) {
    return new PipelineReader().read(FILE, yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Pipeline pipeline(String yaml) {
    ReadResult result = read(yaml);
    assertThat(result.problems()).isEmpty();
    return result.pipeline().orElseThrow();
  }

  private static List<String> problems(String yaml) {
    ReadResult result = read(yaml);
    assertThat(result.pipeline()).isEmpty();
    return result.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void a_registration_of_kafka_connect_is_told_where_its_config_belongs() {
    assertThat(
            problems(
                """
                {
                  "name": "shop",
                  "config": {
                    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
                    "topic.prefix": "shop"
                  }
                }
                """))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:4:5 config.connector.class: this is a connector's configuration")
        .contains("Put what stands under its 'config' under 'source.config'");
  }

  @Test
  void properties_of_kafka_connect_are_told_where_they_belong() {
    assertThat(
            problems(
                """
                name=shop
                connector.class=io.debezium.connector.postgresql.PostgresConnector
                topic.prefix=shop
                """))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:2:1 connector.class: this is a connector's configuration")
        .contains("Put its properties under 'source.config'");
  }

  @Test
  void the_example_of_the_design_is_read() {
    Pipeline pipeline =
        pipeline(
            """
            name: shop-orders
            owner: commerce@example.com
            source:
              connector: postgres
              config:
                database.hostname: localhost
                database.port: 5432
                database.password: ${env:SHOP_PASSWORD}
                table.include.list: public.orders,public.customers
            transforms:
              - mask: {fields: [email, phone], method: hmac, key: "${file:secrets.properties:pii}"}
              - type: org.apache.kafka.connect.transforms.RegexRouter
                regex: 'shop\\.public\\.(.*)'
                replacement: '$1'
            sinks:
              - connector: table
                config: {url: "jdbc:duckdb:warehouse.duckdb", mode: upsert}
            on_error: {record: dead_letter, max_rate: 1%}
            slo: {freshness: 60s, success: 99.9%}
            """);

    assertThat(pipeline.name()).isEqualTo("shop-orders");
    assertThat(pipeline.owner()).contains("commerce@example.com");
    assertThat(pipeline.source().config().values())
        .containsEntry("database.port", "5432")
        .containsEntry("database.password", "${env:SHOP_PASSWORD}");
    assertThat(pipeline.transforms())
        .extracting(TransformSpec::type)
        .containsExactly("mask", "org.apache.kafka.connect.transforms.RegexRouter");
    assertThat(pipeline.transforms().get(0).config().values())
        .containsEntry("fields", "email,phone")
        .containsEntry("key", "${file:secrets.properties:pii}");
    assertThat(pipeline.transforms().get(1).config().values())
        .containsEntry("regex", "shop\\.public\\.(.*)")
        .doesNotContainKey("type");
    assertThat(pipeline.sinks()).extracting(SinkSpec::name).containsExactly("table");
    assertThat(pipeline.onError().record()).isEqualTo(ErrorPolicy.OnRecord.DEAD_LETTER);
    assertThat(pipeline.onError().maxRate()).isEqualTo(Ratio.ofPercent(1));
    assertThat(pipeline.slo().freshness()).contains(Duration.ofSeconds(60));
    assertThat(pipeline.version()).hasSize(12);
  }

  @Test
  void all_problems_are_reported_at_once_each_with_its_place() {
    assertThat(
            problems(
                """
                name: Shop Orders
                sorce:
                  connector: postgres
                sinks:
                  - connector: table
                    confg: {url: x}
                on_error: {record: dead_leter, max_rate: lots}
                """))
        .containsExactly(
            "shop.yaml:1:1 source: is missing, expected a source with the keys connector, config,"
                + " undeclared",
            "shop.yaml:1:7 name: expected a name of at most 100 small letters, digits, '-', '_' and"
                + " '.', the first a letter or digit, without '.replay' at its end or before"
                + " another '.' (so are replays of dead letters called), found 'Shop Orders'",
            "shop.yaml:2:1 sorce: 'sorce' is not a setting here. Did you mean 'source'?",
            "shop.yaml:6:5 sinks[0].confg: 'confg' is not a setting here. Did you mean 'config'?",
            "shop.yaml:7:20 on_error.record: expected one of dead_letter, stop, found 'dead_leter'."
                + " Did you mean 'dead_letter'?",
            "shop.yaml:7:42 on_error.max_rate: expected a share from 0% to 100%, such as 1% or"
                + " 99.9%, found 'lots'");
  }

  @Test
  void a_key_that_is_given_twice_is_refused_with_both_lines() {
    assertThat(problems(MINIMAL + "name: other\n"))
        .containsExactly("shop.yaml:4:1 name: 'name' is already given in line 1. Keep one");
  }

  @Test
  void a_key_that_is_no_text_and_an_anchor_inside_itself_are_refused_where_they_stand() {
    assertThat(problems(MINIMAL + "? [a, b]\n: 1\n"))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:4:3")
        .endsWith("expected a key that is plain text");
    assertThat(problems("owner: &a [*a]\n" + MINIMAL))
        .anySatisfy(
            p -> assertThat(p).startsWith("shop.yaml:1:8 owner: an anchor that repeats itself"));
  }

  @Test
  void of_a_file_that_is_not_read_whole_only_that_is_told() {
    String bomb =
        "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
            + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
            + "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
    assertThat(problems(bomb + MINIMAL))
        .singleElement()
        .asString()
        .contains("expected at most 50000 values, anchors repeat too many");
    assertThat(problems("!pipeline\n" + MINIMAL))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:1:1: expected a value without a tag");
    assertThat(problems(MINIMAL.replace("source: ", "source: !!binary ")))
        .singleElement()
        .asString()
        .contains("source: expected a value without a tag");
    assertThat(problems("<<: {a: b}\nname: shop\nnonsense: 1\n"))
        .singleElement()
        .asString()
        .contains("merge keys");
  }

  @Test
  void what_was_found_is_told_as_it_is() {
    assertThat(problems("name: shop\nsource: {connector: postgres}\nsinks: []\n"))
        .containsExactly(
            "shop.yaml:3:8 sinks: expected a list of at least one sink, found an empty list");
    assertThat(problems("name: shop\nsource: {connector: postgres}\nsinks: {}\n"))
        .containsExactly(
            "shop.yaml:3:8 sinks: expected a list of at least one sink, found an empty mapping");
    assertThat(problems(MINIMAL + "---\n" + MINIMAL))
        .containsExactly(
            "shop.yaml:4:1: expected one document, found a second one at line 4. Keep each pipeline"
                + " in a file of its own");
    assertThat(problems(MINIMAL + "#".repeat(2 << 20)))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:1:1: expected a pipeline file of at most 1048576 bytes, found more");
  }

  @Test
  void nested_settings_become_dotted_keys_and_lists_are_joined() {
    Pipeline pipeline =
        pipeline(
            """
            name: shop
            source:
              connector: postgres
              config:
                database: {hostname: localhost, port: 5432}
                table.include.list: [public.orders, public.customers]
            sinks: [{connector: table}]
            """);

    assertThat(pipeline.source().config().values())
        .containsEntry("database.hostname", "localhost")
        .containsEntry("database.port", "5432")
        .containsEntry("table.include.list", "public.orders,public.customers");
    assertThat(pipeline.source().config().placeOf("database.port"))
        .hasToString("shop.yaml:5:37 source.config.database.port");
  }

  @Test
  void a_list_item_with_a_comma_is_refused_because_connect_would_split_it() {
    assertThat(
            problems(
                """
                name: shop
                source: {connector: postgres, config: {tables: ["a{1,2}"]}}
                sinks: [{connector: table}]
                """))
        .singleElement()
        .asString()
        .contains("without a comma");
  }

  @Test
  void predicates_are_found_by_name_or_written_inline() {
    Pipeline pipeline =
        pipeline(
            MINIMAL
                + """
                predicates:
                  orders: {type: TopicNameMatches, pattern: '.*orders'}
                transforms:
                  - mask: {fields: email}
                    predicate: orders
                    negate: true
                  - type: mask
                    fields: phone
                    predicate: {type: RecordIsTombstone}
                """);

    TransformSpec first = pipeline.transforms().get(0);
    assertThat(first.negate()).isTrue();
    assertThat(first.predicate().orElseThrow().config().values())
        .containsEntry("pattern", ".*orders");
    TransformSpec second = pipeline.transforms().get(1);
    assertThat(second.predicate().orElseThrow().type()).isEqualTo("RecordIsTombstone");
    assertThat(second.config().values()).containsOnlyKeys("fields");
    assertThat(second.name()).isEqualTo("mask-2");
  }

  @Test
  void a_step_without_a_type_is_answered_with_what_was_probably_meant() {
    assertThat(problems(MINIMAL + "transforms: [{tpye: mask, fields: a}, {fields: a, b: c}]\n"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("shop.yaml:4:14 transforms[0]:").endsWith("mean 'type'?"),
            p -> assertThat(p).endsWith("Is 'type' missing?"));
  }

  @Test
  void a_predicate_that_nobody_declared_is_answered_with_the_nearest() {
    assertThat(
            problems(
                MINIMAL
                    + """
                    predicates: {orders: {type: TopicNameMatches}}
                    transforms: [{mask: {}, predicate: ordes}]
                    """))
        .containsExactly(
            "shop.yaml:5:36 transforms[0].predicate: no predicate is called 'ordes'. Did you mean"
                + " 'orders'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.replay", "shop.replay.table", "a.replay.b.c"})
  void a_name_that_replays_of_another_pipeline_have_is_refused(String name) {
    assertThat(problems(MINIMAL.replace("name: shop", "name: " + name)))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:1:7 name: expected a name")
        .contains("so are replays of dead letters called", "found '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"replay", "shop-replay", "shop.replays", "replay.shop", "shop.replayed.x"})
  void a_name_that_only_looks_like_it_is_good(String name) {
    assertThat(pipeline(MINIMAL.replace("name: shop", "name: " + name)).name()).isEqualTo(name);
  }

  @Test
  void two_sinks_of_one_connector_need_names() {
    assertThat(
            problems(
                """
                name: shop
                source: {connector: postgres}
                sinks: [{connector: table}, {connector: table}]
                """))
        .singleElement()
        .asString()
        .contains("Give each sink a 'name' of its own");
  }

  @Test
  void settings_that_a_connector_does_not_declare_are_marked() {
    Pipeline pipeline =
        pipeline(
            """
            name: shop
            source: {connector: odd, config: {a: 1}, undeclared: {b: 2}}
            sinks: [{connector: table}]
            """);

    assertThat(pipeline.source().config().values()).containsEntry("a", "1").containsEntry("b", "2");
    assertThat(pipeline.source().config().undeclared()).containsExactly("b");
  }

  @Test
  void the_value_of_a_secret_key_is_never_in_a_message() {
    assertThat(
            problems(
                """
                name: shop
                source: {connector: postgres, config: {database.password: [[hunter2]]}}
                sinks: [{connector: table}]
                on_error: {password: hunter2}
                """))
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  @Test
  void a_missing_file_is_a_problem(@TempDir Path folder) {
    ReadResult result = new PipelineReader().read(folder.resolve("none.yaml"));

    assertThat(result.problems()).singleElement().asString().contains("there is no such file");
  }

  @Test
  void a_folder_is_a_problem(@TempDir Path folder) {
    assertThat(new PipelineReader().read(folder).problems()).hasSize(1);
  }

  @Test
  void a_key_whose_content_is_commented_out_counts_as_absent() {
    assertThat(pipeline(MINIMAL + "transforms:\n# - mask: {}\n").transforms()).isEmpty();
  }

  @Test
  void transforms_of_a_pasted_connect_config_mean_what_they_meant_there() {
    Pipeline pipeline =
        pipeline(
            """
            name: shop
            source:
              connector: postgres
              config:
                transforms: route, drop
                transforms.route.type: org.apache.kafka.connect.transforms.RegexRouter
                transforms.route.regex: a
                transforms.route.replacement: b
                transforms.drop.type: Filter
                transforms.drop.predicate: old
                transforms.drop.negate: true
                predicates: old
                predicates.old.type: TopicNameMatches
                predicates.old.pattern: x
                database.hostname: h
            transforms: [{mask: {fields: email}}]
            sinks: [{connector: table, config: {transforms: route, transforms.route.type: Flatten}}]
            """);

    assertThat(pipeline.transforms())
        .extracting(TransformSpec::type)
        .containsExactly(
            "org.apache.kafka.connect.transforms.RegexRouter", "Filter", "mask", "Flatten");
    assertThat(pipeline.transforms())
        .extracting(TransformSpec::name)
        .containsExactly("route", "drop", "mask", "route-2");
    assertThat(pipeline.transforms().get(0).config().values())
        .containsOnlyKeys("regex", "replacement");
    TransformSpec drop = pipeline.transforms().get(1);
    assertThat(drop.negate()).isTrue();
    assertThat(drop.predicate().orElseThrow().config().values()).containsEntry("pattern", "x");
    assertThat(pipeline.source().config().values()).containsOnlyKeys("database.hostname");
    assertThat(pipeline.sinks().get(0).connector().config().values()).isEmpty();
  }

  @Test
  void what_a_pasted_config_leaves_open_is_reported() {
    assertThat(
            problems(
                """
                name: shop
                source:
                  connector: postgres
                  config:
                    transforms: route
                    transforms.rout.type: Filter
                sinks: [{connector: table}]
                """))
        .containsExactly(
            "shop.yaml:5:5 source.config.transforms: needs 'transforms.route.type'",
            "shop.yaml:6:5 source.config.transforms.rout.type: belongs to nothing that 'transforms'"
                + " names. It names 'route'");
  }

  @Test
  void what_can_be_read_of_a_file_with_problems_is_there_for_the_plugins_to_judge() {
    ReadResult result =
        read(
            """
            nam: shop
            source: {connector: postgres, conf: 1, config: {slot.name: s}}
            transforms: [{type: mask, fields: a}, {typ: x}]
            sinks:
              - {connector: table, config: {url: "jdbc:duckdb:a"}, nme: x}
              - {connector: file-stream, name: Not a Name}
            on_error: {record: dead_leter}
            """);

    assertThat(result.pipeline()).isEmpty();
    PipelineParts parts = result.parts().orElseThrow();
    assertThat(parts.name()).isEmpty();
    assertThat(parts.source().orElseThrow().config().values()).containsEntry("slot.name", "s");
    assertThat(parts.transforms()).extracting(TransformSpec::type).containsExactly("mask");
    assertThat(parts.sinks()).extracting(ConnectorSpec::connector).containsExactly("table");
  }

  @Test
  void a_connector_whose_settings_cannot_be_read_is_not_judged_by_what_is_left_of_them() {
    ReadResult result =
        read(
            """
            name: shop
            source: {connector: postgres, confg: {slot.name: s}}
            sinks: [{connector: table, config: {url: , mode: upsert}}]
            """);

    PipelineParts parts = result.parts().orElseThrow();
    assertThat(parts.source()).isEmpty();
    assertThat(parts.sinks()).isEmpty();
  }

  @Test
  void a_broken_predicate_is_reported_once_and_not_again_where_it_is_referred_to() {
    assertThat(
            problems(
                MINIMAL
                    + """
                    predicates: {big: {tpe: x}}
                    transforms: [{type: mask, predicate: big}]
                    """))
        .hasSize(1);
  }

  @Test
  void a_contract_says_what_is_wrong_in_it() {
    String text =
        """
        name: x
        source: {connector: a}
        schema:
          compatibility: backwards
          on_change: evolv
          registry: {basic.auth.user.info: a:b}
        sinks: [{connector: b}]
        """;

    assertThat(
            new PipelineReader()
                .read(Path.of("p.yaml"), text.getBytes(StandardCharsets.UTF_8))
                .problems())
        .extracting(problem -> problem.place().line() + " " + problem.place().path())
        .containsExactly("4 schema.compatibility", "5 schema.on_change", "6 schema.registry.url");
  }

  @Test
  void who_writes_a_key_that_no_registry_has_is_told_which_there_are() {
    String text =
        """
        name: x
        source: {connector: a}
        schema:
          registry: {url: 'http://r:8081', username: me, password: x}
        sinks: [{connector: b}]
        """;

    assertThat(
            new PipelineReader()
                .read(Path.of("p.yaml"), text.getBytes(StandardCharsets.UTF_8))
                .problems())
        .hasSize(2)
        .allSatisfy(
            problem -> {
              assertThat(problem.message()).contains("is not one of the keys of a schema registry");
              assertThat(problem.hint()).contains("basic.auth.user.info", "bearer.auth.token");
            });
  }

  @Test
  void a_registry_may_be_only_its_url() {
    String text =
        "name: x\nsource: {connector: a}\nsinks: [{connector: b}]\n"
            + "schema: {registry: 'http://r:8081'}\n";

    Pipeline pipeline =
        new PipelineReader()
            .read(Path.of("p.yaml"), text.getBytes(StandardCharsets.UTF_8))
            .pipeline()
            .orElseThrow();

    assertThat(pipeline.schema().orElseThrow().registry().orElseThrow().values())
        .isEqualTo(Map.of("url", "http://r:8081"));
  }

  @Test
  void a_contract_whose_keys_are_commented_out_is_not_lost_without_a_word() {
    ReadResult result = read(MINIMAL + "schema:\n  # compatibility: FULL\n");

    assertThat(result.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains("has nothing behind it");
              assertThat(problem.hint()).contains("schema: {}");
            });
    assertThat(pipeline(MINIMAL + "schema: {}\n").schema()).contains(SchemaContract.DEFAULT);
  }

  @Test
  void a_contract_on_kafka_needs_a_source_and_has_nowhere_to_keep_letters() {
    for (String contract : List.of("on_change: dead_letter", "on_incompatible: dead_letter")) {
      String text =
          "name: x\nsource: {connector: a}\ntopic: t\nschema: {%s}\nsinks: [{connector: b}]\n"
              .formatted(contract);
      assertThat(found(text))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.place().line()).isEqualTo(4);
                assertThat(problem.message()).contains("dead letters for sinks alone");
              });
    }
    assertThat(found("name: x\ntopic: t\nschema: {}\nsinks: [{connector: b}]\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("this pipeline has none"));
    assertThat(
            new PipelineReader()
                .read(
                    Path.of("p.yaml"),
                    "name: x\nsource: {connector: a}\ntopic: t\nschema: {on_change: freeze}\n"
                        .getBytes(StandardCharsets.UTF_8))
                .onKafka()
                .orElseThrow()
                .schema()
                .orElseThrow()
                .contract()
                .onChange())
        .isEqualTo(SchemaContract.OnChange.FREEZE);
  }

  private static List<Problem> found(String text) {
    return new PipelineReader()
        .read(Path.of("p.yaml"), text.getBytes(StandardCharsets.UTF_8))
        .problems();
  }
}
