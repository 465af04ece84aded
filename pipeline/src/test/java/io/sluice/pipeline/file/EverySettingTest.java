package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.ByteSize;
import io.sluice.pipeline.CheckpointSettings;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.Slo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A setting without a test fails the build: every key of the schema is set in {@code
 * every-setting.yaml}.
 */
class EverySettingTest {
  private static final Path FILE = Path.of("src/test/resources/every-setting.yaml");

  /** What excludes each other, and what a pipeline that runs direct cannot say. */
  private static final List<String> ON_KAFKA =
      List.of(
          "name: x\nsource: {connector: a}\ntopics: {prefix: p, partitions: 2, replication.factor:"
              + " 3}\nconverters: {value.converter: json}\n",
          "name: x\ntopics: {regex: r}\nsinks: [{connector: a}]\n",
          "name: x\ntopics: {names: [n]}\nsinks: [{connector: a}]\n",
          "name: x\ntopic: t\nsinks: [{connector: a}]\n");

  @ParameterizedTest
  @FieldSource("ON_KAFKA")
  void a_setting_of_topics_is_read(String text) {
    ReadResult result = new PipelineReader().read(FILE, text.getBytes(StandardCharsets.UTF_8));

    assertThat(result.problems()).isEmpty();
    assertThat(result.onKafka()).isPresent();
  }

  private static Pipeline read() {
    ReadResult result = new PipelineReader().read(FILE);
    assertThat(result.problems()).isEmpty();
    return result.pipeline().orElseThrow();
  }

  @Test
  void every_setting_reaches_its_record() {
    Pipeline pipeline = read();

    assertThat(pipeline.name()).isEqualTo("every-setting");
    assertThat(pipeline.owner()).contains("data@example.com");
    assertThat(pipeline.description()).isPresent();
    assertThat(pipeline.source().config().values()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(pipeline.transforms().get(0).name()).isEqualTo("route");
    assertThat(pipeline.transforms().get(0).negate()).isTrue();
    assertThat(pipeline.transforms().get(0).predicate().orElseThrow().name()).isEqualTo("p");
    SinkSpec sink = pipeline.sinks().get(0);
    assertThat(sink.name()).isEqualTo("here");
    assertThat(sink.connector().config().undeclared()).containsExactly("d");
    SchemaContract contract = pipeline.schema().orElseThrow();
    assertThat(contract.registry().orElseThrow().values())
        .isEqualTo(
            Map.of("url", "https://registry:8081", "basic.auth.user.info", "${env:REGISTRY}"));
    assertThat(contract)
        .isEqualTo(
            new SchemaContract(
                SchemaContract.Format.PROTOBUF,
                Optional.of(SchemaContract.Compatibility.FULL),
                SchemaContract.OnChange.FREEZE,
                SchemaContract.OnIncompatible.DEAD_LETTER,
                SchemaContract.OnSchemaless.PASS,
                SchemaContract.SubjectName.TOPIC_RECORD,
                false,
                contract.registry()));
    assertThat(pipeline.onError())
        .isEqualTo(
            new ErrorPolicy(
                ErrorPolicy.OnRecord.STOP, Ratio.ofPercent(2), Duration.ofMinutes(2), 2, 3));
    assertThat(pipeline.slo())
        .isEqualTo(new Slo(Optional.of(Duration.ofMinutes(1)), Optional.of(Ratio.ofPercent(99))));
    assertThat(pipeline.checkpoint()).isEqualTo(new CheckpointSettings(Duration.ofSeconds(1), 7));
    assertThat(pipeline.buffer()).isEqualTo(new BufferSettings(8, new ByteSize(9 * 1024)));
    assertThat(pipeline.retry())
        .isEqualTo(
            new RetryPolicy(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(6)));
  }

  @Test
  void what_is_not_set_has_the_documented_default() {
    String minimal = "name: x\nsource: {connector: postgres}\nsinks: [{connector: table}]\n";
    Pipeline pipeline =
        new PipelineReader()
            .read(FILE, minimal.getBytes(StandardCharsets.UTF_8))
            .pipeline()
            .orElseThrow();

    assertThat(pipeline.onError()).isEqualTo(ErrorPolicy.DEFAULT);
    assertThat(pipeline.slo()).isEqualTo(Slo.NONE);
    assertThat(pipeline.checkpoint()).isEqualTo(CheckpointSettings.DEFAULT);
    assertThat(pipeline.buffer()).isEqualTo(BufferSettings.DEFAULT);
    assertThat(pipeline.retry()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(pipeline.transforms()).isEmpty();
    assertThat(pipeline.schema()).isEmpty();
    assertThat(pipeline.owner()).isEmpty();
  }

  @Test
  void no_setting_is_left_out_of_this_test() throws Exception {
    Object set = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE));
    Set<String> keysSet = new TreeSet<>();
    keysOf(set, "", keysSet);
    for (String text : ON_KAFKA) {
      keysOf(new Load(LoadSettings.builder().build()).loadFromString(text), "", keysSet);
    }
    Set<String> keysDeclared = new TreeSet<>();
    declared(PipelineSchema.tree(), "", keysDeclared);

    assertThat(keysDeclared).isNotEmpty();
    assertThat(keysSet).containsAll(keysDeclared);
  }

  private static void keysOf(Object yaml, String path, Set<String> keys) {
    if (yaml instanceof Map<?, ?> mapping) {
      mapping.forEach(
          (key, value) -> {
            keys.add(path + key);
            keysOf(value, path + key + ".", keys);
          });
    } else if (yaml instanceof Iterable<?> items) {
      items.forEach(item -> keysOf(item, path, keys));
    }
  }

  private static void declared(@Nullable Object schema, String path, Set<String> keys) {
    if (schema instanceof Map<?, ?> node) {
      if (node.get("properties") instanceof Map<?, ?> properties) {
        properties.forEach(
            (key, value) -> {
              keys.add(path + key);
              declared(value, path + key + ".", keys);
            });
      }
      declared(node.get("items"), path, keys);
    }
  }
}
