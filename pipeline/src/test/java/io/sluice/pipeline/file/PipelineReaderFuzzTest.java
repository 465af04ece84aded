package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.pipeline.yaml.YamlText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes, the reader answers with a pipeline or with problems, and in time. */
class PipelineReaderFuzzTest {
  private static final Path FILE = Path.of("fuzz.yaml");
  private static final String VALID =
      """
      name: shop-orders
      owner: &owner commerce@example.com
      source:
        connector: postgres
        config: {database.hostname: localhost, database.password: "${env:PW}", list: [a, b]}
      transforms:
        - mask: {fields: [email, phone], method: hmac}
          predicate: orders
        - type: org.apache.kafka.connect.transforms.RegexRouter
          regex: 'shop\\.(.*)'
          replacement: '$1'
      predicates: {orders: {type: TopicNameMatches, pattern: .*orders}}
      sinks:
        - connector: table
          config: {url: "jdbc:duckdb:w.duckdb"}
      on_error: {record: dead_letter, max_rate: 1%, window: 1m}
      slo: {freshness: 60s, success: 99.9%}
      checkpoint: {interval: 200ms, max_records: 250_000}
      buffer: {max_bytes: 64MB}
      """;

  private static void answers(byte[] bytes) {
    ReadResult result = new PipelineReader().read(FILE, bytes);

    boolean hasErrors = result.problems().stream().anyMatch(problem -> problem.isError());
    assertThat(result.pipeline().isPresent()).isNotEqualTo(hasErrors);
    assertThat(result.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.place().line()).isPositive();
              assertThat(problem.place().column()).isPositive();
              assertThat(problem.toString()).doesNotContainPattern("[\\p{Cc}]");
              assertThat(problem.message()).isNotBlank().hasSizeLessThan(2_000);
            });
  }

  private static void answers(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> answers(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 1_000)
  void any_bytes(@ForAll @Size(max = 400) byte[] bytes) {
    answers(bytes);
  }

  @Property(tries = 2_000)
  void any_words_of_yaml(@ForAll("yamlish") String text) {
    answers(text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.of(
            "name",
            "source",
            "sinks",
            "transforms",
            "config",
            ": ",
            ":",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a ",
            "*a",
            "!!binary ",
            "!x ",
            "? ",
            "| ",
            ">-\n",
            "'",
            "\"",
            "#",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "<<",
            "~",
            "\t",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "\uD83D\uDE00",
            "1%",
            "60s",
            "type",
            "mask",
            "predicate",
            "orders",
            "${env:X}",
            "\\",
            "@",
            "`",
            "\r")
        .list()
        .ofMaxSize(60)
        .map(words -> String.join("", words));
  }

  @Property(tries = 2_000)
  void a_valid_file_with_a_few_bytes_changed(
      @ForAll @IntRange(max = 900) int from,
      @ForAll @IntRange(max = 12) int cut,
      @ForAll @Size(max = 6) byte[] put) {
    byte[] valid = VALID.getBytes(StandardCharsets.UTF_8);
    int start = Math.min(from, valid.length);
    int end = Math.min(start + cut, valid.length);
    byte[] changed = new byte[start + put.length + valid.length - end];
    System.arraycopy(valid, 0, changed, 0, start);
    System.arraycopy(put, 0, changed, start, put.length);
    System.arraycopy(valid, end, changed, start + put.length, valid.length - end);
    answers(changed);
  }

  @Example
  void the_valid_file_is_valid() {
    assertThat(new PipelineReader().read(FILE, VALID.getBytes(StandardCharsets.UTF_8)).problems())
        .isEmpty();
  }

  @Example
  void deep_nesting_does_not_overflow_the_stack() {
    answers("[".repeat(200_000));
    answers("{a: ".repeat(100_000));
    answers("- ".repeat(200_000));
    answers("? ".repeat(200_000));
    answers("a: !!seq ".repeat(50_000));
  }

  @Example
  void anchors_that_multiply_do_not_fill_the_memory() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append(("*a" + (i - 1) + ", ").repeat(10))
          .append("]\n");
    }
    answers(bomb.toString());
  }

  @Example
  void an_anchor_inside_itself_ends() {
    answers("a: &a [*a]\n");
    answers("&a {name: *a, *a : b}\n");
    answers("name: &a {x: *a}\nsource: *a\n");
  }

  @Example
  void huge_scalars_and_keys_are_refused_in_time() {
    answers("name: " + "x".repeat(1_000_000));
    answers("x".repeat(1_000_000) + ": 1");
    answers("y".repeat(500_000) + ":\n" + "  - {a: 1}\n".repeat(20_000));
    answers("name: \"" + "\\u0041".repeat(100_000) + "\"");
    answers(
        "on_error: {max_rate: " + "9".repeat(100_000) + "%, window: " + "9".repeat(9_999) + "d}");
    answers("a: 1\n".repeat(100_000));
    answers("k: 1e" + "9".repeat(50));
  }

  @Example
  void more_than_the_largest_file_is_refused() {
    byte[] large = new byte[YamlText.MAX_BYTES + 1];
    Arrays.fill(large, (byte) '#');
    answers(large);
  }

  @Example
  void bytes_that_are_no_text_are_refused_at_their_line() {
    byte[] bytes = "name: shop\nowner: \u00e4x\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(new PipelineReader().read(FILE, bytes).problems())
        .singleElement()
        .asString()
        .startsWith("fuzz.yaml:2:8: expected text in UTF-8");
  }
}
