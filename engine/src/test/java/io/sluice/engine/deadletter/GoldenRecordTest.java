package io.sluice.engine.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Invariant 10: dead letters that a released version stored are read by this one. */
class GoldenRecordTest {
  @Test
  void a_source_record_of_version_1_is_still_read() throws IOException {
    assertThat(Fingerprint.of(RecordCodec.decode(golden("source-record-v1.hex"))))
        .isEqualTo(Fingerprint.of(sourceRecord()));
  }

  @Test
  void a_sink_record_of_version_1_is_still_read() throws IOException {
    assertThat(Fingerprint.of(RecordCodec.decode(golden("sink-record-v1.hex"))))
        .isEqualTo(Fingerprint.of(sinkRecord()));
  }

  @Test
  void this_version_writes_the_same_bytes() throws IOException {
    assertThat(hex(RecordCodec.encode(sourceRecord())))
        .isEqualTo(hex(golden("source-record-v1.hex")));
    assertThat(hex(RecordCodec.encode(sinkRecord()))).isEqualTo(hex(golden("sink-record-v1.hex")));
  }

  @Test
  void the_golden_record_has_one_of_every_type() {
    String everything = Fingerprint.of(sourceRecord());

    for (Schema.Type type : Schema.Type.values()) {
      assertThat(everything).contains("schema=" + type);
    }
  }

  private static SourceRecord sourceRecord() {
    Schema point = SchemaBuilder.struct().name("Point").field("x", Schema.INT32_SCHEMA).build();
    Schema schema =
        SchemaBuilder.struct()
            .name("shop.Everything")
            .version(3)
            .doc("one of every type")
            .parameter("owner", "commerce")
            .field("int8", Schema.INT8_SCHEMA)
            .field("int16", Schema.INT16_SCHEMA)
            .field("int32", SchemaBuilder.int32().defaultValue(42).build())
            .field("int64", Schema.OPTIONAL_INT64_SCHEMA)
            .field("float32", Schema.FLOAT32_SCHEMA)
            .field("float64", Schema.FLOAT64_SCHEMA)
            .field("boolean", Schema.BOOLEAN_SCHEMA)
            .field("string", Schema.STRING_SCHEMA)
            .field("bytes", Schema.BYTES_SCHEMA)
            .field("buffer", Schema.BYTES_SCHEMA)
            .field("decimal", Decimal.schema(2))
            .field("date", Date.SCHEMA)
            .field("time", Time.SCHEMA)
            .field("timestamp", Timestamp.SCHEMA)
            .field("array", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
            .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build())
            .field("point", point)
            .build();
    Struct value =
        new Struct(schema)
            .put("int8", (byte) -1)
            .put("int16", (short) 300)
            .put("int32", Integer.MIN_VALUE)
            .put("int64", null)
            .put("float32", Float.NaN)
            .put("float64", -0.0)
            .put("boolean", true)
            .put("string", "grüße \ud83d\ude00")
            .put("bytes", new byte[] {0, -1})
            .put("buffer", ByteBuffer.wrap(new byte[] {5}))
            .put("decimal", new BigDecimal("-12.34"))
            .put("date", new java.util.Date(86_400_000L * 20_000))
            .put("time", new java.util.Date(3_600_000))
            .put("timestamp", new java.util.Date(1_795_000_000_123L))
            .put("array", Arrays.asList("a", null))
            .put("map", Map.of("k", 1))
            .put("point", new Struct(point).put("x", 7));
    ConnectHeaders headers = new ConnectHeaders();
    headers.add("trace", new SchemaAndValue(Schema.STRING_SCHEMA, "t-1"));
    headers.add("raw", new SchemaAndValue(null, false));
    return new SourceRecord(
        Map.of("server", "shop"),
        Map.of("lsn", 123456789L),
        "shop.public.everything",
        4,
        Schema.OPTIONAL_INT64_SCHEMA,
        99L,
        schema,
        value,
        1_795_000_000_000L,
        headers);
  }

  private static SinkRecord sinkRecord() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("long", Long.MIN_VALUE);
    value.put("big", new BigInteger("123456789012345678901234567890"));
    value.put("half a pair", "\ud83d");
    value.put("list", List.of(1, 2.5, (short) 3, (byte) 4, 1.5f));
    return new SinkRecord(
        "orders",
        1,
        null,
        "key",
        null,
        value,
        1_000_000L,
        null,
        TimestampType.NO_TIMESTAMP_TYPE,
        new ConnectHeaders(),
        "shop.public.orders",
        2,
        77L);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenRecordTest.class.getResourceAsStream("/golden/" + name)) {
      return HexFormat.of().parseHex(new String(in.readAllBytes(), UTF_8).replaceAll("\\s", ""));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Writes golden files of the current version: run once when a version is released. */
  public static void main(String[] args) {
    for (ConnectRecord<?> record : List.of(sourceRecord(), sinkRecord())) {
      System.out.println(hex(RecordCodec.encode(record)).replaceAll("(.{100})", "$1\n"));
      System.out.println();
    }
  }
}
