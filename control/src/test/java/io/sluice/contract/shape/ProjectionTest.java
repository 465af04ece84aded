package io.sluice.contract.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectionTest {
  private static final Schema ACCEPTED =
      SchemaBuilder.struct()
          .name("order")
          .field("id", Schema.INT64_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("state", SchemaBuilder.string().defaultValue("new").build())
          .build();

  private static Schema order(Map<String, Schema> fields) {
    SchemaBuilder builder = SchemaBuilder.struct().name("order");
    fields.forEach(builder::field);
    return builder.build();
  }

  @Test
  void what_the_accepted_schema_does_not_know_is_left_out_and_named() {
    Schema from =
        order(
            new LinkedHashMap<>(
                Map.of(
                    "id", Schema.INT32_SCHEMA,
                    "note", Schema.OPTIONAL_STRING_SCHEMA,
                    "colour", Schema.STRING_SCHEMA)));
    Projection projection = Projection.of(from, ACCEPTED);

    Struct made =
        (Struct)
            projection.apply(new Struct(from).put("id", 7).put("note", "n").put("colour", "red"));

    assertThat(projection.leftOut()).containsExactly("colour");
    assertThat(made)
        .isEqualTo(new Struct(ACCEPTED).put("id", 7L).put("note", "n").put("state", "new"));
  }

  @Test
  void a_null_that_was_written_does_not_become_the_accepted_schemas_default() {
    Schema from = order(Map.of("id", Schema.INT64_SCHEMA, "state", Schema.OPTIONAL_STRING_SCHEMA));
    Projection projection = Projection.of(from, ACCEPTED);

    assertThatThrownBy(() -> projection.apply(new Struct(from).put("id", 7L)))
        .isInstanceOf(UnfitException.class)
        .hasMessageContaining("state");
  }

  @Test
  void envelopes_are_projected_where_the_change_is() {
    Schema after =
        SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("more", Schema.OPTIONAL_INT32_SCHEMA)
            .build();
    Schema was = SchemaBuilder.struct().optional().field("id", Schema.INT64_SCHEMA).build();
    Schema from =
        SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).field("after", after).build();
    Schema to =
        SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).field("after", was).build();
    Projection projection = Projection.of(from, to);

    assertThat(projection.leftOut()).containsExactly("after.more");
    assertThat(projection.apply(new Struct(from).put("op", "d")))
        .isEqualTo(new Struct(to).put("op", "d"));
    assertThat(
            projection.apply(
                new Struct(from).put("op", "c").put("after", new Struct(after).put("id", 1L))))
        .isEqualTo(new Struct(to).put("op", "c").put("after", new Struct(was).put("id", 1L)));
  }

  @Test
  void what_would_lose_something_is_no_projection() {
    assertUnfit(Schema.INT64_SCHEMA, Schema.INT32_SCHEMA, "field id is of type INT64");
    assertUnfit(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA, "field id is of type STRING");
    assertUnfit(Timestamp.SCHEMA, Schema.INT64_SCHEMA, "field id means " + Timestamp.LOGICAL_NAME);
    assertUnfit(
        Schema.INT64_SCHEMA, Timestamp.SCHEMA, "accepted schema has " + Timestamp.LOGICAL_NAME);
    assertThatThrownBy(
            () -> Projection.of(order(Map.of("note", Schema.OPTIONAL_STRING_SCHEMA)), ACCEPTED))
        .isInstanceOf(UnfitException.class)
        .hasMessage("field id is not there, and the accepted schema needs a value");
  }

  private static void assertUnfit(Schema from, Schema to, String message) {
    assertThatThrownBy(() -> Projection.of(order(Map.of("id", from)), order(Map.of("id", to))))
        .isInstanceOf(UnfitException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_null_where_a_value_must_be_is_told_without_any_value() {
    Schema from = order(Map.of("id", Schema.OPTIONAL_INT64_SCHEMA, "secret", Schema.STRING_SCHEMA));
    Projection projection = Projection.of(from, ACCEPTED);

    assertThatThrownBy(() -> projection.apply(new Struct(from).put("secret", "hunter2")))
        .isInstanceOf(UnfitException.class)
        .hasMessage("field id is null here, and the accepted schema has a value there");
  }

  @Test
  void a_decimal_keeps_its_number_or_is_unfit() {
    Schema from = order(Map.of("total", Decimal.schema(4)));
    Schema to = order(Map.of("total", Decimal.schema(2)));
    Projection projection = Projection.of(from, to);

    assertThat(projection.apply(new Struct(from).put("total", new BigDecimal("1.5000"))))
        .isEqualTo(new Struct(to).put("total", new BigDecimal("1.50")));
    assertThatThrownBy(
            () -> projection.apply(new Struct(from).put("total", new BigDecimal("1.5001"))))
        .isInstanceOf(UnfitException.class)
        .hasMessageNotContaining("5001");
  }

  private static Schema symbols(String type, String allowed) {
    return SchemaBuilder.string()
        .name("io.debezium.data." + type)
        .version(1)
        .parameter("allowed", allowed)
        .build();
  }

  private static Schema decimal(int scale, int precision) {
    return Decimal.builder(scale)
        .parameter("connect.decimal.precision", Integer.toString(precision))
        .build();
  }

  private static Schema bits(String length) {
    return SchemaBuilder.bytes().name("io.debezium.data.Bits").parameter("length", length).build();
  }

  static Stream<Arguments> restricted() {
    Schema ab = symbols("Enum", "a,b");
    Schema set = symbols("EnumSet", "a,b");
    return Stream.of(
        Arguments.of(symbols("Enum", "a,b,c"), ab, "b", true),
        Arguments.of(symbols("Enum", "a,b,c"), ab, "c", false),
        Arguments.of(symbols("EnumSet", "a,b,c"), set, "b,a", true),
        Arguments.of(symbols("EnumSet", "a,b,c"), set, "", true),
        Arguments.of(symbols("EnumSet", "a,b,c"), set, "a,c", false),
        Arguments.of(decimal(2, 10), decimal(2, 5), new BigDecimal("123.45"), true),
        Arguments.of(decimal(2, 10), decimal(2, 5), new BigDecimal("1234.50"), false),
        Arguments.of(decimal(1, 10), decimal(2, 5), new BigDecimal("1234.5"), false),
        Arguments.of(decimal(2, 5), decimal(2, 10), new BigDecimal("123.45"), true),
        Arguments.of(Decimal.schema(2), decimal(2, 3), new BigDecimal("12.34"), false),
        Arguments.of(decimal(2, 5), Decimal.schema(2), new BigDecimal("123.45"), true));
  }

  @ParameterizedTest
  @MethodSource("restricted")
  void what_the_accepted_type_forbids_by_its_parameters_is_unfit(
      Schema from, Schema to, Object value, boolean fits) {
    Schema source = order(Map.of("c", from));
    Projection projection = Projection.of(source, order(Map.of("c", to)));

    if (fits) {
      assertThat(projection.apply(new Struct(source).put("c", value)))
          .isEqualTo(new Struct(projection.target()).put("c", value));
    } else {
      assertThatThrownBy(() -> projection.apply(new Struct(source).put("c", value)))
          .isInstanceOf(UnfitException.class)
          .hasMessageStartingWith("field c has ")
          .hasMessageNotContaining("1234");
    }
  }

  @Test
  void a_parameter_that_nobody_knows_to_look_at_is_no_projection() {
    assertUnfit(bits("16"), bits("8"), "field id is io.debezium.data.Bits with length = 16");
  }

  @Test
  void a_parameter_that_says_where_a_type_comes_from_is_nothing_of_its_values() {
    Schema from = symbols("Enum", "a");
    Schema to =
        SchemaBuilder.string()
            .name(from.name())
            .parameter("allowed", "a")
            .parameter("__debezium.source.column.length", "3")
            .build();
    Schema source = order(Map.of("c", from));

    assertThat(
            Projection.of(source, order(Map.of("c", to))).apply(new Struct(source).put("c", "a")))
        .isNotNull();
  }

  @Property(tries = 300)
  void whatever_is_projected_is_sound_and_keeps_what_both_have(
      @ForAll("structs") Schema from, @ForAll("structs") Schema to, @ForAll int seed) {
    Projection projection;
    try {
      projection = Projection.of(from, to);
    } catch (UnfitException unfit) {
      return;
    }
    Struct value = Values.struct(from, seed);
    Struct made;
    try {
      made = (Struct) projection.apply(value);
    } catch (UnfitException unfit) {
      return;
    }

    ConnectSchema.validateValue(to, made);
    assertThat(made).isNotNull();
    for (Field field : to.fields()) {
      Field source = from.field(field.name());
      Object expected =
          source == null ? field.schema().defaultValue() : value.getWithoutDefault(field.name());
      if (expected instanceof Number number && made.get(field) instanceof Number kept) {
        assertThat(kept.doubleValue()).isEqualTo(number.doubleValue());
      } else if (expected != null) {
        assertThat(made.get(field)).isEqualTo(expected);
      }
    }
    List<String> missing = new ArrayList<>();
    from.fields().stream()
        .map(Field::name)
        .filter(name -> to.field(name) == null)
        .forEach(missing::add);
    assertThat(projection.leftOut()).containsExactlyElementsOf(missing);
  }

  @Provide
  Arbitrary<Schema> structs() {
    Arbitrary<Schema> scalar =
        Arbitraries.of(
            Schema.INT8_SCHEMA,
            Schema.INT32_SCHEMA,
            Schema.OPTIONAL_INT64_SCHEMA,
            Schema.FLOAT32_SCHEMA,
            Schema.OPTIONAL_FLOAT64_SCHEMA,
            Schema.STRING_SCHEMA,
            Schema.OPTIONAL_STRING_SCHEMA,
            SchemaBuilder.int32().optional().defaultValue(5).build());
    return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), scalar)
        .ofMinSize(1)
        .map(ProjectionTest::order);
  }

  /** Values of the types above; null now and then where that is allowed. */
  private static final class Values {
    static Struct struct(Schema schema, int seed) {
      Struct struct = new Struct(schema);
      int i = seed;
      for (Field field : schema.fields()) {
        i = i * 31 + 7;
        if (!field.schema().isOptional() || i % 3 != 0) {
          struct.put(field, scalar(field.schema(), i));
        }
      }
      return struct;
    }

    private static Object scalar(Schema schema, int i) {
      return switch (schema.type()) {
        case INT8 -> (byte) i;
        case INT32 -> i;
        case INT64 -> (long) i;
        case FLOAT32 -> (float) i;
        case FLOAT64 -> (double) i;
        default -> "s" + i;
      };
    }
  }
}
