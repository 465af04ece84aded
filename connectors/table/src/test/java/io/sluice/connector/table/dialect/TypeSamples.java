package io.sluice.connector.table.dialect;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Values of every type that the reference names, extremes first, each with what must be read back:
 * in the form that {@link TypeReadings} tells of. Values that every dialect holds; those that only
 * some hold are in {@link OddValueCases}.
 */
final class TypeSamples {
  /** A value, and what is read back of it. */
  record Value(Object given, String read) {}

  /** A type of a record and values of it. */
  record Sample(Schema schema, List<Value> values) {}

  private final Map<String, Sample> byName = new LinkedHashMap<>();

  private TypeSamples() {}

  static Map<String, Sample> all() {
    TypeSamples samples = new TypeSamples();
    samples.numbers();
    samples.texts();
    samples.connectTimes();
    TimeSamples.addTo(samples);
    samples.nested();
    return samples.byName;
  }

  /** Values and what is read back, in turns. */
  void add(String name, Schema schema, Object... pairs) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.add(new Value(pairs[i], (String) pairs[i + 1]));
    }
    byName.put(name, new Sample(schema, values));
  }

  /** A logical type of Debezium by the end of its name. */
  void debezium(Schema.Type type, String name, Object... pairs) {
    add(name, RoundTrip.logical(type, "io.debezium." + name), pairs);
  }

  private void numbers() {
    add("boolean", Schema.OPTIONAL_BOOLEAN_SCHEMA, true, "true", false, "false");
    add("int8", Schema.OPTIONAL_INT8_SCHEMA, Byte.MIN_VALUE, "-128", Byte.MAX_VALUE, "127");
    add("int16", Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE, "-32768", Short.MAX_VALUE, "32767");
    add(
        "int32",
        Schema.OPTIONAL_INT32_SCHEMA,
        Integer.MIN_VALUE,
        "-2147483648",
        Integer.MAX_VALUE,
        "2147483647");
    add(
        "int64",
        Schema.OPTIONAL_INT64_SCHEMA,
        Long.MIN_VALUE,
        "-9223372036854775808",
        Long.MAX_VALUE,
        "9223372036854775807");
    add(
        "float32",
        Schema.OPTIONAL_FLOAT32_SCHEMA,
        Float.MAX_VALUE,
        "3.4028235E38",
        -0.1f,
        "-0.1",
        0f,
        "0.0",
        1.17549435E-38f,
        "1.17549435E-38");
    add(
        "float64",
        Schema.OPTIONAL_FLOAT64_SCHEMA,
        Double.MAX_VALUE,
        "1.7976931348623157E308",
        0.1,
        "0.1",
        -2.2250738585072014E-308,
        "-2.2250738585072014E-308",
        1.0 / 3,
        "0.3333333333333333");
    debezium(Schema.Type.INT32, "time.Year", 2026, "2026", 0, "0", -44, "-44");
    String most = "9".repeat(9) + "." + "9".repeat(3);
    add(
        "connect.Decimal(p,s)",
        RoundTrip.decimal(12, 3),
        new BigDecimal(most),
        most,
        new BigDecimal("-" + most),
        "-" + most,
        new BigDecimal("0.000"),
        "0",
        new BigDecimal("-0.001"),
        "-0.001");
    String beyond = "1" + "0".repeat(60) + "." + "12345678".repeat(5);
    add("connect.Decimal(p>38)", RoundTrip.decimal(120, 40), new BigDecimal(beyond), beyond);
    add(
        "connect.Decimal",
        RoundTrip.decimal(0, 2),
        new BigDecimal("-12345678901234567890.12"),
        "-12345678901234567890.12",
        new BigDecimal("0.00"),
        "0");
    add(
        "data.VariableScaleDecimal",
        RoundTrip.VARIABLE,
        RoundTrip.variable("-0.000001"),
        "-0.000001",
        RoundTrip.variable("1E+3"),
        "1000",
        RoundTrip.variable("0"),
        "0");
  }

  private void texts() {
    String odd = "'\"\\\n\t;--${x} žluťoučký 馬 \uD83D\uDC0E e\u0301";
    String large = "x".repeat(100_000);
    add("string", Schema.OPTIONAL_STRING_SCHEMA, "", "", " a ", " a ", odd, odd, large, large);
    debezium(Schema.Type.STRING, "data.Enum", "new", "new", "o'ld", "o'ld");
    debezium(Schema.Type.STRING, "data.EnumSet", "a,b", "a,b", "", "");
    debezium(Schema.Type.STRING, "data.Xml", "<a b=\"c\"/>", "<a b=\"c\"/>");
    debezium(Schema.Type.STRING, "data.Ltree", "Top.Science", "Top.Science");
    debezium(Schema.Type.STRING, "data.Tsvector", "'a':1A 'b':2", "'a':1A 'b':2");
    debezium(Schema.Type.STRING, "data.Json", "{\"a\": [1, null]}", "{\"a\": [1, null]}", "7", "7");
    debezium(
        Schema.Type.STRING,
        "data.Uuid",
        "00000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-ffff-ffff-ffff-ffffffffffff",
        "ffffffff-ffff-ffff-ffff-ffffffffffff");
    add(
        "bytes",
        Schema.OPTIONAL_BYTES_SCHEMA,
        new byte[0],
        "",
        new byte[] {0, -1, 127, 39, 92},
        "00ff7f275c",
        ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2).slice(),
        "0203");
    debezium(Schema.Type.BYTES, "data.Bits", new byte[] {5, 1}, "0501");
    geometries();
  }

  /** Little-endian and big-endian points, with and without the number of a reference system. */
  private void geometries() {
    String place = "000000000000f03f0000000000000040";
    byte[] plain = java.util.HexFormat.of().parseHex("0101000000" + place);
    byte[] extended = java.util.HexFormat.of().parseHex("0101000020e6100000" + place);
    for (String name : List.of("Geometry", "Geography", "Point")) {
      SchemaBuilder builder =
          SchemaBuilder.struct().name("io.debezium.data.geometry." + name).optional();
      if (name.equals("Point")) {
        builder.field("x", Schema.FLOAT64_SCHEMA).field("y", Schema.FLOAT64_SCHEMA);
      }
      Schema schema =
          builder
              .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
              .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
              .build();
      add(
          "data.geometry." + name,
          schema,
          geometry(schema, plain, null),
          "0101000000" + place,
          geometry(schema, plain, 4326),
          "0101000020e6100000" + place,
          geometry(schema, extended, 4326),
          "0101000020e6100000" + place,
          geometry(schema, java.util.HexFormat.of().parseHex("0000000001" + "00".repeat(16)), 1),
          "0020000001" + "00000001" + "00".repeat(16));
    }
  }

  private static Struct geometry(Schema schema, byte[] form, @Nullable Integer srid) {
    Struct struct = new Struct(schema).put("wkb", form).put("srid", srid);
    return schema.field("x") == null ? struct : struct.put("x", 1.0).put("y", 2.0);
  }

  private void connectTimes() {
    add(
        "connect.Date",
        org.apache.kafka.connect.data.Date.builder().optional().build(),
        new java.util.Date(0),
        "1970-01-01",
        new java.util.Date(-86_400_000L),
        "1969-12-31");
    add(
        "connect.Time",
        org.apache.kafka.connect.data.Time.builder().optional().build(),
        new java.util.Date(86_399_999),
        "23:59:59.999",
        new java.util.Date(0),
        "00:00:00");
    add(
        "connect.Timestamp",
        org.apache.kafka.connect.data.Timestamp.builder().optional().build(),
        new java.util.Date(1_700_000_000_123L),
        "2023-11-14T22:13:20.123",
        new java.util.Date(-1),
        "1969-12-31T23:59:59.999");
  }

  private void nested() {
    Schema numbers = SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).optional().build();
    add(
        "array",
        numbers,
        List.of(),
        "[]",
        Arrays.asList(Integer.MIN_VALUE, null, 3),
        "[-2147483648, null, 3]",
        Arrays.asList(null, null),
        "[null, null]");
    add(
        "array(array)",
        SchemaBuilder.array(numbers).optional().build(),
        Arrays.asList(List.of(1, 2), null, List.of(), Arrays.asList(3, null, 5)),
        "[[1, 2], null, [], [3, null, 5]]");
    add(
        "data.DoubleVector",
        SchemaBuilder.array(Schema.FLOAT64_SCHEMA)
            .name("io.debezium.data.DoubleVector")
            .optional()
            .build(),
        List.of(0.1, -2.5),
        "[0.1, -2.5]");
    add(
        "data.FloatVector",
        SchemaBuilder.array(Schema.FLOAT32_SCHEMA)
            .name("io.debezium.data.FloatVector")
            .optional()
            .build(),
        List.of(0.1f, -2.5f),
        "[0.1, -2.5]");
    Schema sparse =
        SchemaBuilder.struct()
            .name("io.debezium.data.SparseDoubleVector")
            .optional()
            .field("dimensions", Schema.INT16_SCHEMA)
            .field("vector", SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA).build())
            .build();
    add(
        "data.SparseDoubleVector",
        sparse,
        new Struct(sparse).put("dimensions", (short) 5).put("vector", Map.of((short) 2, 0.5)),
        "{\"dimensions\":5,\"vector\":{\"2\":0.5}}");
    add(
        "map",
        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA).optional().build(),
        Map.of("k\"", 7L),
        "{k\"=7}",
        Map.of(),
        "{}");
    Schema struct =
        SchemaBuilder.struct()
            .optional()
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("at", RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"))
            .field("price", RoundTrip.decimal(30, 2))
            .field("raw", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("more", RoundTrip.logical(Schema.Type.STRING, "io.debezium.data.Json"))
            .build();
    add(
        "struct",
        struct,
        new Struct(struct)
            .put("name", "a\"\n\u0001")
            .put("at", 1_700_000_000_123_456L)
            .put("price", new BigDecimal("1234567890123456789012345678.90"))
            .put("raw", new byte[] {1, 2})
            .put("more", "{\"x\":1}"),
        "{name=a\"\n\u0001, at=2023-11-14T22:13:20.123456,"
            + " price=1234567890123456789012345678.9, raw=0102, more={\"x\":1}}",
        new Struct(struct),
        "{name=null, at=null, price=null, raw=null, more=null}");
  }
}
