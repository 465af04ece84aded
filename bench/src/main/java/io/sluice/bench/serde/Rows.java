package io.sluice.bench.serde;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Rows of the ten columns that all measurements have; each is computed from its number. */
final class Rows {
  /** What they are as structs. */
  static final Schema SCHEMA =
      SchemaBuilder.struct()
          .name("bench.Row")
          .field("id", Schema.INT64_SCHEMA)
          .field("customer", Schema.INT32_SCHEMA)
          .field("status", Schema.OPTIONAL_STRING_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("total", Decimal.builder(2).optional().build())
          .field("created", Timestamp.SCHEMA)
          .field("changed", Timestamp.builder().optional().build())
          .field("paid", Schema.BOOLEAN_SCHEMA)
          .field("weight", Schema.OPTIONAL_FLOAT64_SCHEMA)
          .field("reference", Schema.STRING_SCHEMA)
          .build();

  private static final int COUNT = 1_000;

  private Rows() {}

  /** The rows as structs. */
  static List<Object> structs() {
    List<Object> structs = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      structs.add(struct(bean(i)));
    }
    return structs;
  }

  /** The rows as objects of a class. */
  static List<Object> beans() {
    List<Object> beans = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      beans.add(bean(i));
    }
    return beans;
  }

  private static Bean bean(int i) {
    return new Bean(
        i * 7_919L,
        i % 97,
        i % 3 == 0 ? null : "shipped",
        "0123456789abcdef0123456789abcd" + i % 100,
        BigDecimal.valueOf(i * 137L, 2),
        new Date(1_700_000_000_000L + i),
        i % 5 == 0 ? null : new Date(1_750_000_000_000L + i),
        i % 2 == 0,
        i / 3.0,
        new UUID(i, ~i).toString());
  }

  private static Struct struct(Bean row) {
    return new Struct(SCHEMA)
        .put("id", row.id())
        .put("customer", row.customer())
        .put("status", row.status())
        .put("note", row.note())
        .put("total", row.total())
        .put("created", row.created())
        .put("changed", row.changed())
        .put("paid", row.paid())
        .put("weight", row.weight())
        .put("reference", row.reference());
  }
}
