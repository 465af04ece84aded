package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the editor marks and what the reader refuses are the same, as far as a schema can say it.
 */
class PipelineSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JSON.valueToTree(PipelineSchema.tree()));
  private static final String REST = "source: {connector: postgres}\nsinks: [{connector: table}]\n";

  private static List<Error> marked(String yaml) {
    Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(JSON.valueToTree(read));
  }

  private static boolean isRead(String yaml) {
    ReadResult result =
        new PipelineReader().read(Path.of("p.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
    return result.pipeline().isPresent() || result.onKafka().isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: shop\n",
        "name: shop\ntransforms: [{type: mask, fields: [a, b]}]\n",
        "name: shop\n"
            + "transforms: [{mask: {fields: a}, predicate: p, negate: true}]\n"
            + "predicates: {p: {type: x}}\n",
        "name: shop\ntransforms: [{mask: , name: m, predicate: {type: x}}]\n",
        "name: shop\n"
            + "on_error: {record: stop, max_rate: 0.5%, window: 1m, min_records: 5, max_count:"
            + " 7}\n",
        "name: shop\n"
            + "slo: {freshness: 1.5h, success: 99.9%}\n"
            + "buffer: {max_bytes: 64MB, max_records: 10}\n",
        "name: shop\ncheckpoint: {interval: 200ms, max_records: 250}\n",
        "name: shop\ntopic: orders\n",
        "name: shop\ntopics: [orders]\nconverters: {value.converter: json}\n",
        "name: shop\ntopics: {prefix: shop., partitions: 3, retention.ms: 1000}\n",
      })
  void what_is_valid_is_not_marked(String yaml) {
    assertThat(isRead(yaml + REST)).isTrue();
    assertThat(marked(yaml + REST)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nam: shop\n",
        "name: Shop Orders\n",
        "name: shop\non_error: {record: skip}\n",
        "name: shop\non_error: {max_rate: lots}\n",
        "name: shop\ncheckpoint: {interval: 200}\n",
        "name: shop\ncheckpoint: {max_records: -1}\n",
        "name: shop\nbuffer: {max_bytes: 64 potatoes}\n",
        "name: shop\ntransforms: mask\n",
        "name: shop\npredicates: {p: {pattern: x}}\n",
        "name: shop\ntopic: a\ntopics: [b]\n",
        "name: shop\ntopics: 7\n",
        "name: shop\ntopics: {partitions: many}\n",
      })
  void what_is_refused_is_marked(String yaml) {
    assertThat(isRead(yaml + REST)).isFalse();
    assertThat(marked(yaml + REST)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: shop\nsinks: [{connector: table}]\n",
        "name: shop\nsource: {connector: postgres}\nsinks: []\n",
        "name: shop\nsource: {connector: postgres, confg: {}}\nsinks: [{connector: table}]\n",
        "name: shop\nsource: {config: {}}\nsinks: [{connector: table}]\n",
      })
  void a_source_or_sink_that_is_refused_is_marked(String yaml) {
    assertThat(isRead(yaml)).isFalse();
    assertThat(marked(yaml)).isNotEmpty();
  }
}
