package io.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasTest {
  @ParameterizedTest
  @CsvSource({
    "SOURCE, io.sluice.connector.postgres.PostgresConnector, postgres",
    "SINK, io.sluice.connector.table.TableSinkConnector, table",
    "SOURCE, org.apache.kafka.connect.file.FileStreamSourceConnector, file-stream",
    "TRANSFORMATION, io.sluice.transforms.Mask$Value, mask",
    "TRANSFORMATION, io.sluice.transforms.Mask$Key, mask-key",
    "TRANSFORMATION, org.apache.kafka.connect.transforms.RegexRouter, regex-router",
    "PREDICATE, org.apache.kafka.connect.transforms.predicates.TopicNameMatches,"
        + " topic-name-matches",
    "CONVERTER, org.apache.kafka.connect.json.JsonConverter, json",
    "CONFIG_PROVIDER, org.apache.kafka.common.config.provider.FileConfigProvider, file",
    "SINK, x.HDFSSinkConnector, hdfs",
    "SINK, x.SinkConnector, sink",
    "SOURCE, Connector, connector"
  })
  void a_class_has_a_short_name_that_means_it(PluginKind kind, String className, String alias) {
    assertThat(Alias.of(kind, className)).isEqualTo(alias);
    assertThat(Alias.matches(kind, className, alias)).isTrue();
    assertThat(Alias.matches(kind, className, className)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE, a.FileStreamSourceConnector, FileStreamSource",
    "SOURCE, a.FileStreamSourceConnector, FileStreamSourceConnector",
    "SOURCE, a.FileStreamSourceConnector, file_stream",
    "TRANSFORMATION, a.Mask$Value, Mask$Value",
    "TRANSFORMATION, a.Mask$Value, Mask"
  })
  void other_spellings_mean_it_too(PluginKind kind, String className, String written) {
    assertThat(Alias.matches(kind, className, written)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE, a.FileStreamSourceConnector, b.FileStreamSourceConnector",
    "SOURCE, a.FileStreamSourceConnector, file",
    "TRANSFORMATION, a.Mask$Key, mask"
  })
  void other_names_do_not(PluginKind kind, String className, String written) {
    assertThat(Alias.matches(kind, className, written)).isFalse();
  }
}
