package io.sluice.schema.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Schemas made to take all time and memory there is. That each ends is what is tested; the time
 * limit only keeps a test that does not from going on for ever.
 */
@Timeout(120)
class HostileSchemasTest {
  private final JsonSchemaFormat format = new JsonSchemaFormat(SchemaLimits.defaults());

  @Test
  void brackets_ten_thousand_deep_are_refused() {
    for (String opening : List.of("{\"not\":", "{\"items\":[", "[", "{\"x\":")) {
      assertThatThrownBy(() -> parsed(opening.repeat(10_000)))
          .isInstanceOf(InvalidSchemaException.class)
          .hasMessageContaining("depth");
    }
  }

  @Test
  void ten_megabytes_are_refused_before_they_are_read() {
    assertThatThrownBy(() -> parsed("{\"x\":\"" + "a".repeat(10_000_000) + "\"}"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("characters long");
  }

  @Test
  void more_parts_than_anybody_writes_are_refused() {
    assertThatThrownBy(() -> parsed("{\"x\":[" + "1,".repeat(1_500_000) + "1]}"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("parts");
  }

  @Test
  void numbers_that_do_not_fit_are_refused_and_large_ones_compared() {
    for (String number :
        List.of("1e999999999", "1e-999999999", "1e99999999999999999999", "9".repeat(5000))) {
      assertThatThrownBy(() -> parsed("{\"maximum\":" + number + "}"))
          .isInstanceOf(InvalidSchemaException.class);
    }
    assertThat(
            found(
                "{\"type\":\"number\",\"multipleOf\":1e-1000}",
                "{\"type\":\"number\",\"multipleOf\":1e1000}"))
        .isEmpty();
    assertThat(
            found(
                "{\"type\":\"integer\",\"minimum\":1e-1000}",
                "{\"type\":\"integer\",\"minimum\":1e1000}"))
        .isEmpty();
  }

  @Test
  void a_chain_of_references_as_long_as_the_schema_comes_to_an_end() {
    IntFunction<String> step = i -> "\"d" + i + "\":{\"$ref\":\"#/definitions/d" + (i + 1) + "\"}";
    String chain =
        "{\"$ref\":\"#/definitions/d0\",\"definitions\":{"
            + IntStream.range(0, 20_000).mapToObj(step).collect(Collectors.joining(","))
            + ",\"d20000\":{\"type\":\"%s\"}}}";

    assertThat(found(chain.formatted("number"), chain.formatted("integer"))).isEmpty();
    assertThat(found(chain.formatted("integer"), chain.formatted("number"))).hasSize(1);
  }

  @Test
  void schemas_within_each_other_by_a_chain_of_references_are_too_complex_not_too_much() {
    IntFunction<String> step =
        i ->
            "\"d" + i + "\":{\"properties\":{\"p\":{\"$ref\":\"#/definitions/d" + (i + 1) + "\"}}}";
    String chain =
        "{\"$ref\":\"#/definitions/d0\",\"definitions\":{"
            + IntStream.range(0, 5_000).mapToObj(step).collect(Collectors.joining(","))
            + ",\"d5000\":{\"type\":\"%s\"}}}";

    assertThat(found(chain.formatted("number"), chain.formatted("integer")))
        .extracting(Incompatibility::kind)
        .containsExactly("TOO_COMPLEX");
  }

  @Test
  void combinations_beyond_number_end_in_an_answer() {
    String choices =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"anyOf\":[{\"required\":[\"a%d\"]},{\"required\":[\"b%d\"]},{\"minProperties\":%d}]}"
                        .formatted(i, i, i))
            .collect(Collectors.joining(","));
    String reader =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"oneOf\":[{\"required\":[\"b%d\",\"x\"]},{\"required\":[\"a%d\",\"y\"]}]}"
                        .formatted(i, i))
            .collect(Collectors.joining(","));

    assertThat(found("{\"allOf\":[" + reader + "]}", "{\"allOf\":[" + choices + "]}")).isNotEmpty();
  }

  @Test
  void an_exponential_nest_of_references_is_looked_at_once_each() {
    IntFunction<String> step =
        i ->
            "\"d%d\":{\"allOf\":[{\"$ref\":\"#/definitions/d%d\"},{\"$ref\":\"#/definitions/d%d\"}],\"properties\":{\"p\":{\"$ref\":\"#/definitions/d%d\"}}}"
                .formatted(i, i + 1, i + 1, i + 1);
    String nest =
        "{\"$ref\":\"#/definitions/d0\",\"definitions\":{"
            + IntStream.range(0, 60).mapToObj(step).collect(Collectors.joining(","))
            + ",\"d60\":{\"type\":[\"object\",\"%s\"]}}}";

    assertThat(found(nest.formatted("string"), nest.formatted("string") + " ")).isEmpty();
    assertThat(found(nest.formatted("integer"), nest.formatted("string"))).isNotEmpty();
  }

  @Test
  void names_and_expressions_by_the_thousand_end_in_an_answer() {
    String names =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "\"n%d\":{\"type\":\"string\",\"maxLength\":%%d}".formatted(i))
            .collect(Collectors.joining(","));
    String expressions =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "\"^[a-z]*n%d*$\":{\"type\":\"string\"}".formatted(i))
            .collect(Collectors.joining(","));
    String text =
        "{\"properties\":{"
            + names.replace("%d", "%1$d")
            + "},\"patternProperties\":{"
            + expressions
            + "}}";

    assertThat(found(text.formatted(5), text.formatted(6))).isNotEmpty();
  }

  @Test
  void expressions_that_explode_are_never_run() {
    String expression = "^(([a-z])+.)+[A-Z]([a-z])+$";
    String plain = "^" + "a*".repeat(140) + "b$";
    String name = "a".repeat(250);

    assertThat(
            found(
                "{\"patternProperties\":{\""
                    + expression
                    + "\":{\"type\":\"string\"},\""
                    + plain
                    + "\":{}}}",
                "{\"properties\":{\"" + name + "\":{\"type\":\"integer\"}}}"))
        .isNotEmpty();
    assertThat(found("{\"pattern\":\"" + plain + "\"}", "{\"const\":\"" + name + "\"}")).hasSize(1);
    assertThat(found("{\"pattern\":\"" + plain + "\"}", "{\"const\":\"" + name + "b\"}")).isEmpty();
  }

  @Test
  void enumerations_by_the_hundred_thousand_end_in_an_answer() {
    String values =
        IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(","));

    assertThat(found("{\"enum\":[" + values + ",-1]}", "{\"enum\":[" + values + "]}")).isEmpty();
    assertThat(found("{\"enum\":[" + values + "]}", "{\"enum\":[" + values + ",-1]}")).hasSize(1);
  }

  @Test
  void any_character_may_be_a_name() {
    String text =
        "{\"properties\":{\"\\u0000\\ud83d\\ude00\\u202e\":{\"type\":\"%s\"},\"\":{}},\"patternProperties\":{\"^é$\":{}}}";

    assertThat(found(text.formatted("string"), text.formatted("integer"))).hasSize(1);
    assertThat(parsed(text.formatted("string")).canonical()).contains("\\u0000😀\u202e");
  }

  @Test
  void a_deep_schema_within_bounds_is_compared_on_a_small_stack() throws InterruptedException {
    String deep = "{\"properties\":{\"p\":".repeat(120) + "{\"type\":\"%s\"}" + "}}".repeat(120);
    List<Incompatibility> found =
        onSmallStack(() -> found(deep.formatted("integer"), deep.formatted("number")));

    assertThat(found).extracting(Incompatibility::kind).containsExactly("TYPE_NARROWED");
  }

  private static <T> T onSmallStack(java.util.function.Supplier<T> work)
      throws InterruptedException {
    var result = new java.util.concurrent.CompletableFuture<T>();
    Thread thread =
        new Thread(null, () -> result.completeAsync(work, Runnable::run), "small", 512 * 1024);
    thread.start();
    thread.join();
    return result.join();
  }

  private List<Incompatibility> found(String reader, String writer) {
    return format.incompatibilities(parsed(reader), parsed(writer));
  }

  private ParsedSchema parsed(String text) {
    return format.parse(SchemaSource.of(SchemaType.JSON, text));
  }
}
