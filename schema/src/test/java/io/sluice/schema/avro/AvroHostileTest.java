package io.sluice.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that are made to hurt end in an answer. The time only ends what would never end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AvroHostileTest {

  @ParameterizedTest
  @ValueSource(strings = {"[", "{'type':'array','items':", "{'type':", "{'a':["})
  void what_is_nested_without_end_is_refused_before_it_is_parsed(String bracket) {
    assertThatThrownBy(() -> AvroTexts.parsed(bracket.repeat(100_000)))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("levels deep; at most 500 are accepted");
  }

  @Test
  void ten_megabytes_are_refused() {
    assertThatThrownBy(() -> AvroTexts.parsed("'" + "x".repeat(10 << 20) + "'"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("characters long; at most 4,194,304 are accepted");
  }

  @Test
  void dependencies_count_together() {
    Map<String, String> dependencies = new LinkedHashMap<>();
    String long4M = "\"int\"" + " ".repeat((4 << 20) - 5);
    IntStream.range(0, 5).forEach(i -> dependencies.put("d" + i, long4M));

    assertThatThrownBy(() -> AvroTexts.parsed("\"int\"", dependencies))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("together; at most 16,777,216 are accepted");
  }

  @Test
  void a_chain_of_types_each_used_before_it_is_defined_is_refused() {
    String chain =
        IntStream.range(0, 3_000)
            .mapToObj(i -> record(i, "{'name':'f','type':'T" + (i + 1) + "'}"))
            .collect(Collectors.joining(",", "[", "," + record(3_000, "") + "]"));

    assertThatThrownBy(() -> AvroTexts.parsed(chain)).isInstanceOf(InvalidSchemaException.class);
  }

  @Test
  void a_long_chain_of_types_each_used_after_it_is_defined_is_read_and_compared() {
    String chain =
        IntStream.range(1, 15_000)
            .mapToObj(i -> record(i, "{'name':'f','type':'T" + (i - 1) + "'}"))
            .collect(
                Collectors.joining(",", "[" + record(0, "{'name':'v','type':'int'}") + ",", "]"));
    AvroSchema one = AvroTexts.parsed(chain);
    AvroSchema other = AvroTexts.parsed(chain.replace("'int'", "'long'"));

    assertThat(AvroTexts.FORMAT.incompatibilities(other, one)).isEmpty();
    assertThat(AvroTexts.FORMAT.incompatibilities(one, other)).isNotEmpty();
  }

  @Test
  void more_types_than_are_accepted_are_refused() {
    String types =
        IntStream.range(0, 20_001)
            .mapToObj(i -> record(i, ""))
            .collect(Collectors.joining(",", "[", "]"));

    assertThatThrownBy(() -> AvroTexts.parsed(types))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("define 20,001 types; at most 20,000 are accepted");
  }

  @Test
  void types_that_use_one_another_twice_are_told_of_once_each() {
    AvroSchema reader = AvroTexts.parsed(doubling(50, "int"));
    AvroSchema writer = AvroTexts.parsed(doubling(50, "string"));

    List<Incompatibility> found = AvroTexts.FORMAT.incompatibilities(reader, writer);

    assertThat(found).hasSize(1);
  }

  /** T1 has two fields of T0, T2 two of T1: 2^n ways lead to T0. */
  private static String doubling(int types, String leaf) {
    String schema = "'" + leaf + "'";
    for (int i = 0; i < types; i++) {
      schema =
          record(i, "{'name':'a','type':" + schema + "},{'name':'b','type':'T" + i + "'}")
              .replace(
                  "'type':'T" + i + "'", i == 0 ? "'type':'int'" : "'type':'T" + (i - 1) + "'");
    }
    return schema;
  }

  @Test
  void unions_of_very_many_types_are_compared() {
    String reader =
        IntStream.range(0, 15_000)
            .mapToObj(i -> record(i, ""))
            .collect(Collectors.joining(",", "[", "]"));
    AvroSchema one = AvroTexts.parsed(reader);
    AvroSchema other = AvroTexts.parsed(reader.replace("'T", "'U"));

    assertThat(AvroTexts.FORMAT.incompatibilities(one, one)).isEmpty();
    assertThat(AvroTexts.FORMAT.incompatibilities(one, other)).hasSize(15_000);
  }

  @Test
  void what_takes_more_steps_than_are_allowed_is_given_up_with_a_reason() {
    SchemaLimits few = new SchemaLimits(1 << 20, 1 << 20, 500, 1000, 40);
    AvroSchema schema = AvroTexts.parsed(doubling(50, "int"));

    assertThat(new AvroFormat(few).incompatibilities(schema, schema))
        .extracting(Incompatibility::kind)
        .containsExactly(Incompatibility.TOO_COMPLEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e-999999999", "1e400"})
  void numbers_beyond_all_bounds_as_defaults_do_no_harm(String number) {
    String text = "{'type':'record','name':'R','fields':[{'name':'a','type':'%s','default':%s}]}";

    for (String type : List.of("double", "int", "string")) {
      AvroSchema schema = AvroTexts.parsed(text.formatted(type, number));
      assertThat(schema.normalized()).hasSizeLessThan(200);
    }
  }

  private static String record(int number, String fields) {
    return "{'type':'record','name':'T" + number + "','fields':[" + fields + "]}";
  }
}
