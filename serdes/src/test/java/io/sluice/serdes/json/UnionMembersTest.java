package io.sluice.serdes.json;

import static io.sluice.serdes.json.JsonUnions.union;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.random.Plain;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which unions JSON can have, and what is read of those that it cannot. */
class UnionMembersTest {
  private static final JsonDataOptions STANDARD = JsonDataOptions.STANDARD;
  private static final JsonDataOptions NUMERIC =
      new JsonDataOptions(true, true, false, false, false);
  private static final JsonDataOptions REQUIRED =
      new JsonDataOptions(false, true, true, false, false);

  private static final Schema INT = Schema.OPTIONAL_INT32_SCHEMA;
  private static final Schema LONG = Schema.OPTIONAL_INT64_SCHEMA;
  private static final Schema DOUBLE = Schema.OPTIONAL_FLOAT64_SCHEMA;
  private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;
  private static final Schema BYTES = Schema.OPTIONAL_BYTES_SCHEMA;
  private static final Schema PRICE = Decimal.builder(2).optional().build();
  private static final Schema AT = Timestamp.builder().optional().build();
  private static final Schema TEXTS = SchemaBuilder.array(TEXT).optional().build();
  private static final Schema LONGS = SchemaBuilder.array(LONG).optional().build();
  private static final Schema MAP =
      SchemaBuilder.map(Schema.STRING_SCHEMA, LONG).optional().build();
  private static final Schema ENTRIES = SchemaBuilder.map(LONG, LONG).optional().build();
  private static final Schema COLOURS = enumeration("RED", "BLUE");
  private static final Schema SIZES = enumeration("BIG", "SMALL");
  private static final Schema BLUES = enumeration("BLUE", "NAVY");
  private static final Schema A = struct("a", Schema.INT64_SCHEMA);
  private static final Schema A_OR_NONE = struct("a", LONG);
  private static final Schema A_TEXT = struct("a", Schema.STRING_SCHEMA);
  private static final Schema A_DOUBLE = struct("a", Schema.FLOAT64_SCHEMA);
  private static final Schema A_PRICE = struct("a", Decimal.schema(0));
  private static final Schema A_TEXT_OR_NONE = struct("a", TEXT);
  private static final Schema A_OR_FIVE =
      struct("a", SchemaBuilder.int64().defaultValue(5L).build());
  private static final Schema B = struct("b", Schema.INT64_SCHEMA);
  private static final Schema B_OR_NONE = struct("b", LONG);
  private static final Schema AB =
      SchemaBuilder.struct()
          .optional()
          .field("a", Schema.INT64_SCHEMA)
          .field("b", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  static Stream<Arguments> pairs() {
    return Stream.of(
        alike(STANDARD, INT, LONG),
        alike(STANDARD, LONG, LONG),
        alike(STANDARD, LONG, AT),
        alike(STANDARD, Schema.OPTIONAL_FLOAT32_SCHEMA, DOUBLE),
        alike(STANDARD, TEXT, BYTES),
        alike(STANDARD, TEXT, PRICE),
        alike(STANDARD, BYTES, PRICE),
        alike(STANDARD, TEXT, COLOURS),
        alike(STANDARD, BYTES, COLOURS),
        alike(STANDARD, COLOURS, BLUES),
        alike(STANDARD, TEXTS, LONGS),
        alike(STANDARD, TEXTS, ENTRIES),
        alike(STANDARD, MAP, A),
        alike(STANDARD, A, A_OR_NONE),
        alike(STANDARD, A, A_DOUBLE),
        alike(STANDARD, A, A_PRICE),
        alike(STANDARD, A_TEXT, A_PRICE),
        alike(STANDARD, A_TEXT, A_DOUBLE),
        alike(STANDARD, A_OR_NONE, A_TEXT_OR_NONE),
        alike(STANDARD, A_OR_FIVE, A_TEXT_OR_NONE),
        alike(STANDARD, A_TEXT_OR_NONE, A_OR_FIVE),
        alike(REQUIRED, A_OR_FIVE, A_TEXT_OR_NONE),
        alike(STANDARD, TEXT, optionalUnion(DOUBLE, INT)),
        alike(STANDARD, INT, optionalUnion(TEXT, LONG)),
        alike(NUMERIC, PRICE, LONG),
        alike(NUMERIC, PRICE, DOUBLE),
        alike(REQUIRED, A_OR_NONE, B_OR_NONE),
        alike(REQUIRED, A, AB),
        distinct(STANDARD, LONG, DOUBLE),
        distinct(STANDARD, LONG, TEXT),
        distinct(STANDARD, DOUBLE, TEXT),
        distinct(STANDARD, DOUBLE, BYTES),
        distinct(STANDARD, LONG, PRICE),
        distinct(STANDARD, DOUBLE, PRICE),
        distinct(STANDARD, Schema.OPTIONAL_BOOLEAN_SCHEMA, TEXT),
        distinct(STANDARD, COLOURS, SIZES),
        distinct(STANDARD, MAP, ENTRIES),
        distinct(STANDARD, A, TEXTS),
        distinct(STANDARD, A, B),
        distinct(STANDARD, A, AB),
        distinct(STANDARD, A_OR_NONE, B_OR_NONE),
        distinct(STANDARD, A, A_TEXT),
        distinct(STANDARD, A_OR_NONE, A_TEXT),
        distinct(STANDARD, A_OR_FIVE, A_TEXT),
        distinct(STANDARD, INT, optionalUnion(TEXT, MAP)),
        distinct(NUMERIC, PRICE, TEXT),
        distinct(NUMERIC, PRICE, BYTES),
        distinct(REQUIRED, A, B),
        distinct(REQUIRED, A, B_OR_NONE));
  }

  @ParameterizedTest(name = "{0}: {1}, {2}: {3}")
  @MethodSource("pairs")
  void members_are_told_apart_or_refused(
      JsonDataOptions options, Schema one, Schema other, boolean distinct) {
    for (Schema union : List.of(union(one, other), union(other, one))) {
      if (distinct) {
        assertThat(new SchemaToJson(options).write(union).has("oneOf")).isTrue();
      } else {
        assertThatThrownBy(() -> new SchemaToJson(options).write(union))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("The union at # has two members that look alike in JSON");
      }
    }
  }

  static Stream<Arguments> readings() {
    return Stream.of(
        Arguments.of("\"abcd\"", List.of(BYTES, TEXT), "abcd"),
        Arguments.of("\"BLUE\"", List.of(TEXT, COLOURS), "BLUE"),
        Arguments.of("\"GREEN\"", List.of(COLOURS, TEXT), "GREEN"),
        Arguments.of("5", List.of(PRICE, DOUBLE, LONG), 5L),
        Arguments.of("5.0", List.of(PRICE, LONG, DOUBLE), 5.0),
        Arguments.of("-0.0", List.of(LONG, DOUBLE), -0.0),
        Arguments.of("5.25", List.of(LONG, PRICE), new BigDecimal("5.25")),
        Arguments.of("3000000000", List.of(INT, LONG), 3_000_000_000L),
        Arguments.of("\"NaN\"", List.of(LONG, DOUBLE), Double.NaN),
        Arguments.of("{\"x\":5}", List.of(A_OR_NONE, MAP), Map.of("x", 5L)),
        Arguments.of("{\"a\":5,\"b\":6}", List.of(A, AB), Map.of("a", 5L, "b", 6L)),
        Arguments.of("{\"a\":5}", List.of(AB, A), Map.of("a", 5L)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readings")
  void a_value_is_read_as_what_it_fits_best(String json, List<Schema> members, Object expected)
      throws IOException {
    Schema union = union(members.toArray(new Schema[0]));

    Object read = JsonRoundTripTest.read(union, json.getBytes(UTF_8));

    Struct struct = (Struct) requireNonNull(read);
    List<Object> set =
        union.fields().stream()
            .map(field -> (Object) Plain.of(struct.get(field)))
            .filter(Objects::nonNull)
            .toList();
    assertThat(set).containsExactly(expected);
  }

  @Test
  void what_is_no_number_to_json_is_refused_where_it_would_be_read_as_a_text() {
    Schema union = union(TEXT, DOUBLE);
    Struct nan = new Struct(union).put(JsonNames.UNION_FIELD + 1, Double.NaN);

    assertThatThrownBy(() -> JsonRoundTripTest.written(union, nan, STANDARD))
        .isInstanceOf(MisfitException.class)
        .hasMessageContaining("would be read as a text");
  }

  @Test
  void a_union_that_is_its_own_member_has_an_end() throws IOException {
    Schema union =
        new JsonToSchema(STANDARD)
            .read("{\"oneOf\":[{\"$ref\":\"#\"},{\"type\":\"string\"}]}", Map.of());

    Struct read = (Struct) JsonRoundTripTest.read(union, "\"x\"".getBytes(UTF_8));

    assertThat(
            requireNonNull(read)
                .getStruct(JsonNames.UNION_FIELD + 0)
                .get(JsonNames.UNION_FIELD + 1))
        .isEqualTo("x");
    assertThatThrownBy(() -> JsonRoundTripTest.read(union, "{}".getBytes(UTF_8)))
        .isInstanceOf(MisfitException.class);
  }

  private static Arguments alike(JsonDataOptions options, Schema one, Schema other) {
    return Arguments.of(options, one, other, false);
  }

  private static Arguments distinct(JsonDataOptions options, Schema one, Schema other) {
    return Arguments.of(options, one, other, true);
  }

  private static Schema optionalUnion(Schema... members) {
    return JsonUnions.FORM.of(List.of(members), 0).optional().build();
  }

  private static Schema struct(String name, Schema type) {
    return SchemaBuilder.struct().optional().field(name, type).build();
  }

  private static Schema enumeration(String... symbols) {
    SchemaBuilder text = SchemaBuilder.string().optional().parameter(JsonNames.ENUMERATION, "");
    for (String symbol : symbols) {
      text.parameter(JsonNames.ENUMERATION + "." + symbol, symbol);
    }
    return text.build();
  }
}
