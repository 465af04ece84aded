package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.pipeline.kafka.TopicSpec.Naming;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pipelines that name a topic. */
class KafkaPipelineReaderTest {
  private static final String SOURCE = "source: {connector: postgres}\n";
  private static final String SINKS = "sinks: [{connector: table}]\n";
  private static final String EXACT = "io.sluice.converters.ExactJsonConverter";

  private static ReadResult read(String yaml) {
    return new PipelineReader()
        .read(Path.of("shop.yaml"), ("name: shop\n" + yaml).getBytes(StandardCharsets.UTF_8));
  }

  private static KafkaPipeline pipeline(String yaml) {
    ReadResult result = read(yaml);
    assertThat(result.problems()).isEmpty();
    return result.onKafka().orElseThrow();
  }

  private static List<String> problems(String yaml) {
    ReadResult result = read(yaml);
    assertThat(result.onKafka()).isEmpty();
    return result.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void a_pipeline_that_names_a_topic_runs_on_kafka_and_not_direct() {
    ReadResult result = read("topic: orders\n" + SOURCE + SINKS);

    assertThat(result.pipeline()).isEmpty();
    assertThat(result.onKafka()).isPresent();
  }

  @Test
  void a_pipeline_that_names_no_topic_runs_direct() {
    ReadResult result = read(SOURCE + SINKS);

    assertThat(result.pipeline()).isPresent();
    assertThat(result.onKafka()).isEmpty();
  }

  @Test
  void a_source_alone_may_leave_the_names_of_the_topics_to_its_connector() {
    TopicSpec topics =
        pipeline("topics: {partitions: 6, cleanup.policy: compact}\n" + SOURCE).topics();

    assertThat(topics.naming()).isEqualTo(Naming.CONNECTOR);
    assertThat(topics.settings()).isEqualTo(Map.of("partitions", "6", "cleanup.policy", "compact"));
  }

  @Test
  void sinks_alone_may_read_several_topics() {
    assertThat(pipeline("topics: [orders, customers]\n" + SINKS).topics().names())
        .containsExactly("orders", "customers");
  }

  @Test
  void sinks_alone_may_read_what_a_regular_expression_matches() {
    TopicSpec topics = pipeline("topics: {regex: 'shop\\..*'}\n" + SINKS).topics();

    assertThat(topics.naming()).isEqualTo(Naming.REGEX);
    assertThat(topics.names()).containsExactly("shop\\..*");
  }

  @Test
  void records_lie_with_their_schemas_unless_the_file_says_otherwise() {
    assertThat(pipeline("topic: orders\n" + SINKS).converters().values())
        .isEqualTo(Map.of("key.converter", EXACT, "value.converter", EXACT));
  }

  @Test
  void words_and_classes_of_converters_become_connects_own_settings() {
    assertThat(
            pipeline(
                    "topic: orders\nconverters: {key.converter: string, value.converter:"
                        + " com.example.Avro, value.converter.url: 'http://r'}\n"
                        + SINKS)
                .converters()
                .values())
        .isEqualTo(
            Map.of(
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "com.example.Avro",
                "value.converter.url", "http://r"));
  }

  @Test
  void what_the_file_says_of_a_converter_goes_before_what_its_word_means() {
    assertThat(
            pipeline(
                    "topic: orders\nconverters: {value.converter: json,"
                        + " value.converter.schemas.enable: true}\n"
                        + SINKS)
                .converters()
                .values())
        .containsEntry("value.converter.schemas.enable", "true");
  }

  @Test
  void settings_of_the_direct_engine_are_warned_of_at_their_lines() {
    ReadResult result =
        read(
            "topic: orders\n"
                + SINKS
                + "checkpoint: {interval: 1s}\n"
                + "on_error: {record: stop, max_rate: 1%}\n"
                + "retry: {retry_for: 1m}\n");

    assertThat(result.onKafka()).isPresent();
    assertThat(result.problems().stream().map(Problem::toString))
        .containsExactly(
            "shop.yaml:4:1 checkpoint: warning: does nothing in a pipeline on Kafka. Connect's"
                + " workers commit every offset.flush.interval.ms",
            "shop.yaml:5:26 on_error.max_rate: warning: does nothing in a pipeline on Kafka."
                + " Connect goes on however many dead letters there are");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic: a b              | source, sinks | topic: expected a topic's name",
        "topic: a                |               | topic: expected a source that writes",
        "topics: []              | source, sinks | topics: expected a list of at least one topic",
        "topics: [a, a]          | sinks         | topics[1]: names the same topic twice",
        "topics: {regex: '('}    | sinks         | topics.regex: expected a regular expression",
        "topics: {partitons: 1}  | source        | Did you mean 'partitions'?",
        "topics: {partitions: 0} | source        | topics.partitions: expected a whole number",
        "topics: {prefix: a, partitions: 2} | sinks | Leave partitions out",
        "topics: {regex: a}      | source, sinks | does not say into which of the topics",
        "topics: [a, b]          | source        | does not say into which of the topics",
        "topics: {partitions: 1} | source, sinks | does not say which topics the sinks read",
        "topics: {}              | sinks         | does not say which topics the sinks read",
        "topics: {names: [a], prefix: b} | sinks | exclude each other",
        "topics: 7               | sinks         | topics: expected a list of topics, or one of",
      })
  void what_cannot_be_meant_is_refused_at_its_line(String topics, String ends, String expected) {
    String given = ends == null ? "" : ends;
    String yaml =
        topics
            + "\n"
            + (given.contains("source") ? SOURCE : "")
            + (given.contains("sinks") ? SINKS : "");

    assertThat(problems(yaml))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:2:")
        .contains(expected);
  }

  @Test
  void one_topic_is_named_in_one_way() {
    assertThat(problems("topic: a\ntopics: [b]\n" + SINKS))
        .containsExactly("shop.yaml:2:1 topic: 'topic' and 'topics' exclude each other. Keep one");
  }

  @Test
  void converters_without_a_topic_are_refused() {
    assertThat(problems("converters: {value.converter: json}\n" + SOURCE + SINKS))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:2:1 converters: converters are for topics");
  }

  @Test
  void a_converter_that_nobody_knows_is_refused_with_the_nearest_word() {
    assertThat(
            problems(
                "topic: a\nconverters: {value.converter: jsn, valu.converter: json}\n" + SINKS))
        .hasSize(2)
        .allMatch(problem -> problem.contains("Did you mean"));
  }

  @Test
  void transforms_of_a_sink_behind_a_topic_are_refused_beside_a_source() {
    assertThat(
            problems(
                "topic: a\n"
                    + SOURCE
                    + "sinks: [{connector: table, config: {transforms: t, transforms.t.type:"
                    + " x}}]\n"))
        .singleElement()
        .asString()
        .contains("transforms of a sink behind a topic are not supported beside a source");
  }
}
