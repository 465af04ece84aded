package io.sluice.transforms;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records with something to hide. */
final class Customers {
  static final Schema ADDRESS =
      SchemaBuilder.struct()
          .name("Address")
          .field("street", Schema.STRING_SCHEMA)
          .field("zip", Schema.INT32_SCHEMA)
          .optional()
          .build();

  static final Schema ROW =
      SchemaBuilder.struct()
          .name("shop.public.customers.Value")
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("email", Schema.STRING_SCHEMA)
          .field("total", SchemaBuilder.int32().optional().defaultValue(3).build())
          .field("balance", Decimal.builder(2).optional().build())
          .field("vip", Schema.BOOLEAN_SCHEMA)
          .field("seen", Timestamp.SCHEMA)
          .field("photo", Schema.BYTES_SCHEMA)
          .field("address", ADDRESS)
          .field("tags", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build())
          .field(
              "extra",
              SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).optional().build())
          .field("profile", SchemaBuilder.string().name("io.debezium.data.Json").optional().build())
          .build();

  static final Schema KEY =
      SchemaBuilder.struct().name("Key").field("email", Schema.STRING_SCHEMA).build();

  static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .name("shop.public.customers.Envelope")
          .field("before", ROW)
          .field("after", ROW)
          .field(
              "source",
              SchemaBuilder.struct().name("source").field("email", Schema.STRING_SCHEMA).build())
          .field("op", Schema.STRING_SCHEMA)
          .build();

  private Customers() {}

  static Struct row() {
    return new Struct(ROW)
        .put("id", 7L)
        .put("email", "ada@example.com")
        .put("total", 41)
        .put("balance", new BigDecimal("12.30"))
        .put("vip", true)
        .put("seen", new Date(1_795_000_000_000L))
        .put("photo", ByteBuffer.wrap("jpg".getBytes(StandardCharsets.UTF_8)))
        .put("address", new Struct(ADDRESS).put("street", "Main St 1").put("zip", 8001))
        .put("tags", Arrays.asList("a", null, "vip"))
        .put("extra", Map.of("shoe", 44))
        .put("profile", "{\"age\":30}");
  }

  static SourceRecord flat() {
    return of(ROW, row());
  }

  static SourceRecord event() {
    Struct before = row().put("email", "old@example.com");
    return of(
        ENVELOPE,
        new Struct(ENVELOPE)
            .put("before", before)
            .put("after", row())
            .put("source", new Struct(ENVELOPE.field("source").schema()).put("email", "not a row"))
            .put("op", "u"));
  }

  static SourceRecord schemaless() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", 7L);
    row.put("email", "ada@example.com");
    row.put("total", 41);
    row.put("address", Map.of("street", "Main St 1"));
    row.put("tags", Arrays.asList("a", null));
    row.put("lines", List.of(Map.of("price", 5), Map.of("price", 6)));
    return of(null, row);
  }

  static SourceRecord of(@Nullable Schema schema, @Nullable Object value) {
    return new SourceRecord(
        Map.of("server", "shop"),
        Map.of("lsn", 5L),
        "customers",
        0,
        KEY,
        new Struct(KEY).put("email", "ada@example.com"),
        schema,
        value,
        1L);
  }
}
