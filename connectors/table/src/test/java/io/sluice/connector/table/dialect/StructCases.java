package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Structs whose fields are columns: {@code struct.mode=flatten}. */
public interface StructCases extends RoundTrip {
  Schema PLACE =
      SchemaBuilder.struct()
          .name("Place")
          .field("lon", Schema.INT32_SCHEMA)
          .field("lat", SchemaBuilder.int32().optional().defaultValue(7).build())
          .build();

  Schema ADDRESS =
      SchemaBuilder.struct()
          .name("Address")
          .optional()
          .field("city", Schema.STRING_SCHEMA)
          .field("place", PLACE)
          .build();

  Schema PERSON =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("address", ADDRESS)
          .field("places", SchemaBuilder.array(PLACE).optional().build())
          .build();

  private static Struct person(long id, String city, @Nullable Integer lat) {
    Struct place = new Struct(PLACE).put("lon", 15).put("lat", lat);
    return new Struct(PERSON)
        .put("id", id)
        .put("address", new Struct(ADDRESS).put("city", city).put("place", place))
        .put("places", List.of(place));
  }

  @Test
  default void fields_of_structs_are_columns_and_what_is_below_a_missing_struct_is_missing()
      throws Exception {
    restart(Map.of("struct.mode", "flatten"));
    records()
        .flat("t", person(1, "Brno", 49))
        .flat("t", person(2, "Plzeň", null))
        .flat("t", new Struct(PERSON).put("id", 3L))
        .committed();

    assertThat(sink().reported()).isEmpty();
    assertThat(
            target()
                .rows(
                    "select id, address_city, address_place_lon, address_place_lat from t order by"
                        + " id"))
        .containsExactly("1|Brno|15|49", "2|Plzeň|15|null", "3|null|null|null");
  }

  @Test
  default void a_struct_that_grows_adds_columns() throws Exception {
    restart(Map.of("struct.mode", "flatten", "struct.delimiter", "__"));
    records().flat("t", person(1, "Brno", 49)).delivered();
    Schema grown =
        SchemaBuilder.struct()
            .optional()
            .field("city", Schema.STRING_SCHEMA)
            .field("street", Schema.STRING_SCHEMA)
            .build();
    Schema row =
        SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("address", grown).build();
    Struct address = new Struct(grown).put("city", "Písek").put("street", "Na bělidle");
    records().flat("t", new Struct(row).put("id", 2L).put("address", address)).committed();

    assertThat(sink().reported()).isEmpty();
    assertThat(
            target()
                .rows(
                    "select id, address__city, address__street, address__place__lon from t order by"
                        + " id"))
        .containsExactly("1|Brno|null|15", "2|Písek|Na bělidle|null");
  }

  @Test
  default void fields_that_would_share_a_column_are_refused_with_both_names() {
    restart(Map.of("struct.mode", "flatten"));
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("address", ADDRESS)
            .field("address_city", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    records().flat("t", new Struct(row).put("id", 1L));

    assertThatThrownBy(() -> records().committed())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'address.city'")
        .hasMessageContaining("'address_city'")
        .hasMessageContaining("struct.delimiter");
  }

  @Test
  default void a_struct_that_stands_for_one_value_is_one_column() throws Exception {
    restart(Map.of("struct.mode", "flatten"));
    Schema inner = SchemaBuilder.struct().optional().field("price", VARIABLE).build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("a", inner).build();
    Struct priced = new Struct(inner).put("price", RoundTrip.variable("1.5"));
    records().flat("t", new Struct(row).put("id", 1L).put("a", priced)).committed();

    assertThat(sink().reported()).isEmpty();
    assertThat(target().rows("select id from t where a_price = 1.5")).containsExactly("1");
  }

  @Test
  default void a_field_of_a_struct_can_be_the_key() throws Exception {
    restart(
        Map.of(
            "struct.mode", "flatten",
            "primary.key.mode", "record_value",
            "primary.key.fields", "address_city"));
    records().flat("t", person(1, "Brno", 49)).flat("t", person(2, "Brno", 50)).committed();

    assertThat(sink().reported()).isEmpty();
    assertThat(target().rows("select address_city, id, address_place_lat from t"))
        .containsExactly("Brno|2|50");
  }

  @Test
  default void a_struct_without_fields_is_an_empty_document_in_either_mode() throws Exception {
    Schema empty = SchemaBuilder.struct().optional().build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", empty).build();
    records().flat("t", new Struct(row).put("id", 1L).put("v", new Struct(empty))).committed();
    restart(Map.of("struct.mode", "flatten"));
    records().flat("u", new Struct(row).put("id", 1L).put("v", new Struct(empty))).committed();

    assertThat(sink().reported()).isEmpty();
    assertThat(target().rows("select v from t")).containsExactly("{}");
    assertThat(target().rows("select v from u")).containsExactly("{}");
  }
}
