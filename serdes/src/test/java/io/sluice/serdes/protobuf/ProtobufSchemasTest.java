package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Versions of a subject: what a number means, it means in all of them. */
class ProtobufSchemasTest {
  private static final ProtobufDataOptions STANDARD = ProtobufDataOptions.STANDARD;

  private final ProtobufSchemas schemas = new ProtobufSchemas();

  @Test
  void a_column_that_goes_leaves_its_number_to_nobody() {
    SchemaSource first = next(row("a", "b", "c"));

    assertThat(next(row("b", "c"), first).text())
        .isEqualTo(
            """
            syntax = "proto3";

            message Row {
              reserved 1;
              reserved "a";
              int64 b = 2;
              int64 c = 3;
            }
            """);
  }

  @Test
  void a_column_that_is_renamed_or_new_gets_a_number_that_none_has_had() {
    SchemaSource first = next(row("a", "b"));
    SchemaSource second = next(row("b"), first);

    assertThat(numbers(next(row("z", "b"), second, first)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("z", 3, "b", 2));
    assertThat(numbers(next(row("z", "b"), second)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("z", 3, "b", 2));
  }

  @Test
  void columns_that_change_places_keep_their_numbers() {
    SchemaSource first = next(row("a", "b"));

    assertThat(numbers(next(row("b", "a"), first)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 2));
  }

  @Test
  void a_column_that_comes_back_has_its_number_again() {
    SchemaSource first = next(row("a", "b"));
    SchemaSource second = next(row("b"), first);
    SchemaSource third = next(row("b", "c"), second, first);

    assertThat(numbers(next(row("a", "b", "c"), third, second, first)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 2, "c", 3));
  }

  @Test
  void a_schema_that_a_version_has_is_that_version_whatever_came_after_it() {
    SchemaSource first = next(row("a", "b"));
    SchemaSource second = next(row("b"), first);

    assertThat(next(row("a", "b"), second, first)).isSameAs(first);
    assertThat(next(row("b"), second, first)).isSameAs(second);
  }

  @Test
  void of_names_that_are_made_alike_each_keeps_its_own() {
    SchemaSource first = next(row("a b", "a-b"));

    assertThat(numbers(next(row("a-b"), first)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a_b_2", 2));
  }

  @Test
  void versions_by_place_and_ranges_of_others_are_kept_clear_of() {
    SchemaSource first = next(row("a", "b", "c"));
    SchemaSource byPlace = next(row("b", "a"));
    SchemaSource others =
        SchemaSource.of(
            SchemaType.PROTOBUF,
            "syntax = \"proto3\"; message Row { reserved 4, 6 to 7; int64 b = 1; }");

    assertThat(numbers(next(row("b", "c", "a", "d", "e"), others, byPlace, first)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("b", 1, "a", 2, "c", 3, "d", 5, "e", 8));
  }

  @Test
  void where_no_number_is_left_that_is_told() {
    SchemaSource full =
        SchemaSource.of(
            SchemaType.PROTOBUF,
            "syntax = \"proto3\"; message Row { reserved 2 to max; int64 a = 1; }");

    assertThatThrownBy(() -> next(row("a", "b"), full))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all numbers");
  }

  @Test
  void what_is_no_file_of_protobuf_is_passed_over() {
    SchemaSource avro = SchemaSource.of(SchemaType.AVRO, "\"string\"");
    SchemaSource broken = SchemaSource.of(SchemaType.PROTOBUF, "message {");

    assertThat(numbers(next(row("a"), avro, broken)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 1));
  }

  @Property(tries = 100)
  void whatever_happens_to_a_schema_a_number_means_one_field(@ForAll long seed) {
    RandomData data = new RandomData(seed, seed % 2 == 0, ProtobufUnions.FORM);
    AlteredSchemas alterations = new AlteredSchemas(seed, data);
    Schema schema = SchemaBuilder.struct().name("shop.Row").field("f", data.schema(3)).build();
    List<SchemaSource> versions = new ArrayList<>();
    List<Schema> history = new ArrayList<>();
    Map<String, String> fieldOf = new HashMap<>();
    Map<String, Integer> numberOf = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      SchemaSource version = schemas.write(schema, versions.stream());
      assertThat(schemas.read(version)).as(version.text()).isEqualTo(schema);
      Descriptor message = Messages.file(version).getMessageTypes().get(0);
      Object value = requireNonNull(data.value(schema));
      Object back =
          new ValueReaders(STANDARD)
              .of(schema, message)
              .read(
                  new ProtoInput(
                      ProtobufRoundTripTest.written(schema, value, message, STANDARD), 0));
      assertThat(Plain.of(back)).as(version.text()).isEqualTo(Plain.of(value));
      look(message, "", new HashSet<>(), fieldOf, numberOf);
      versions.add(0, version);
      history.add(0, schema);
      schema = alterations.altered(schema);
    }
    for (int i = 0; i < history.size(); i++) {
      assertThat(schemas.write(history.get(i), versions.stream()).text())
          .isEqualTo(versions.get(history.indexOf(history.get(i))).text());
    }
  }

  /** Notes for each field, by the way to it, its number, and for each number its field. */
  private static void look(
      Descriptor message,
      String path,
      Set<String> around,
      Map<String, String> fieldOf,
      Map<String, Integer> numberOf) {
    if (!around.add(message.getFullName())) {
      return;
    }
    for (Slot slot : Slot.of(message, STANDARD)) {
      String union = slot instanceof Slot.Union ? slot.name() + ">" : "";
      List<Slot.Single> singles =
          slot instanceof Slot.Union several ? several.members() : List.of((Slot.Single) slot);
      for (Slot.Single single : singles) {
        FieldDescriptor field = single.field();
        String here = path + "/" + union + single.name();
        assertThat(fieldOf.merge(path + "#" + field.getNumber(), here, (was, is) -> was))
            .isEqualTo(here);
        assertThat(numberOf.merge(here, field.getNumber(), (was, is) -> was))
            .as(here)
            .isEqualTo(field.getNumber());
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          look(field.getMessageType(), here, new HashSet<>(around), fieldOf, numberOf);
        }
      }
    }
  }

  private SchemaSource next(Schema schema, SchemaSource... earlier) {
    return schemas.write(schema, Stream.of(earlier));
  }

  private static Schema row(String... columns) {
    SchemaBuilder row = SchemaBuilder.struct().name("Row");
    for (String column : columns) {
      row.field(column, Schema.INT64_SCHEMA);
    }
    return row.build();
  }

  private static Map<String, Integer> numbers(SchemaSource version) {
    Map<String, Integer> numbers = new HashMap<>();
    Messages.file(version)
        .getMessageTypes()
        .get(0)
        .getFields()
        .forEach(field -> numbers.put(field.getName(), field.getNumber()));
    return numbers;
  }
}
