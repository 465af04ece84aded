package io.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTopicTest {
  private static final String TWO = "config: {table.include.list: 'public.a, public.b'}";
  private static final String ONE = "config: {table.include.list: public.a}";
  private static final String SINK =
      "sinks: [{connector: table, config: {url: 'jdbc:duckdb:w'}}]\n";

  @Test
  void tables_that_would_overwrite_each_others_rows_are_refused() {
    assertThat(problems("topic: mix\n" + source(TWO) + SINK))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.place().line()).isEqualTo(2);
              assertThat(problem.message()).contains("(public.a, public.b)", "topic mix");
              assertThat(problem.hint()).contains("topics: {prefix: mix.}");
            });
  }

  @Test
  void where_it_is_not_known_how_many_tables_there_are_it_is_a_warning() {
    assertThat(problems("topic: mix\n" + source("config: {}") + SINK))
        .singleElement()
        .satisfies(problem -> assertThat(problem.isError()).isFalse());
    assertThat(problems("topic: mix\n" + source("config: {table.include.list: 'public.a.*'}")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("fits 'public.a.*'"));
  }

  @Test
  void rows_that_are_only_appended_lose_none_and_are_worth_a_warning() {
    String appends =
        "sinks: [{connector: table, config: {url: 'jdbc:duckdb:w', mode: append,"
            + " primary.key.mode: none}}]\n";
    assertThat(problems("topic: mix\n" + source(TWO) + appends))
        .singleElement()
        .satisfies(problem -> assertThat(problem.isError()).isFalse());
  }

  @Test
  void one_table_topics_of_their_own_and_what_somebody_brings_together_are_left_alone() {
    assertThat(problems("topic: mix\n" + source(ONE) + SINK)).isEmpty();
    assertThat(problems("topics: {prefix: mix.}\n" + source(TWO) + SINK)).isEmpty();
    assertThat(
            problems(
                "topic: mix\n"
                    + source(TWO)
                    + "transforms: [{type: regex-router, regex: '.*', replacement: mix}]\n"
                    + SINK))
        .isEmpty();
    assertThat(problems("topic: mix\nsource: {connector: FileStreamSource}\n" + SINK)).isEmpty();
    assertThat(problems("topic: mix\n" + SINK)).isEmpty();
  }

  private static String source(String config) {
    return "source: {connector: postgres, " + config + "}\n";
  }

  private static List<Problem> problems(String yaml) {
    ReadResult read =
        new PipelineReader()
            .read(Path.of("shop.yaml"), ("name: shop\n" + yaml).getBytes(StandardCharsets.UTF_8));
    assertThat(read.onKafka()).as("%s", read.problems()).isPresent();
    return SharedTopic.problems(read.onKafka().orElseThrow());
  }
}
