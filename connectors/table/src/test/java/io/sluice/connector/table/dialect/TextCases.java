package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Text, bytes, and what travels as one of them. */
public interface TextCases extends RoundTrip {
  @Test
  default void texts() throws Exception {
    String large = "x".repeat(100_000);
    assertThat(
            roundTrip(Schema.OPTIONAL_STRING_SCHEMA, "", "o'clock\n\t\\", "žluťoučký 馬 🐎", large))
        .containsExactly("", "o'clock\n\t\\", "žluťoučký 馬 🐎", large);
  }

  @Test
  default void byte_strings() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(roundTripAs("md5(v)", Schema.OPTIONAL_BYTES_SCHEMA, new byte[0], all))
        .containsExactly("d41d8cd98f00b204e9800998ecf8427e", "e2c865db4162bed963bfaa9ef6ac18f0");
  }

  @Test
  default void uuids() throws Exception {
    assertThat(
            roundTrip(
                RoundTrip.logical(Schema.Type.STRING, "io.debezium.data.Uuid"),
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        .containsExactly(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  }

  @Test
  default void json_documents() throws Exception {
    assertThat(
            roundTrip(
                RoundTrip.logical(Schema.Type.STRING, "io.debezium.data.Json"),
                "{\"a\": [1, null]}",
                "7"))
        .containsExactly("{\"a\": [1, null]}", "7");
  }

  @Test
  default void enums() throws Exception {
    assertThat(
            roundTrip(RoundTrip.logical(Schema.Type.STRING, "io.debezium.data.Enum"), "new", "old"))
        .containsExactly("new", "old");
  }

  @Test
  default void maps_and_structs_as_json() throws Exception {
    Schema inner =
        SchemaBuilder.struct()
            .optional()
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("sizes", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
            .field("tags", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build())
            .build();
    Struct value =
        new Struct(inner)
            .put("name", "a\"\n\u0001")
            .put("sizes", List.of(1, 2))
            .put("tags", Map.of("k", 7L));
    assertThat(roundTrip(inner, value))
        .containsExactly("{\"name\":\"a\\\"\\n\\u0001\",\"sizes\":[1,2],\"tags\":{\"k\":7}}");
  }
}
