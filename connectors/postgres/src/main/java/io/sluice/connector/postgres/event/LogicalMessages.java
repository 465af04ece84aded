package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.config.MessageSettings;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.value.Decoder;
import io.sluice.connector.postgres.value.PgType;
import io.sluice.connector.postgres.value.TypeMapping;
import io.sluice.connector.postgres.value.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of what {@code pg_logical_emit_message} wrote into the log, in Debezium's form.
 * Immutable.
 */
public final class LogicalMessages {

  private final Predicate<String> captured;
  private final String topic;
  private final Decoder content;
  private final Schema keySchema;
  private final Schema blockSchema;
  private final Schema valueSchema;

  public LogicalMessages(PostgresConfig config) {
    Names names = new Names(config.names());
    String name = "io.debezium.connector.postgresql.Message";
    this.captured = MessageSettings.captured(config);
    this.topic = config.prefix() + ".message";
    ValueType bytes =
        new TypeMapping(config.valueModes())
            .of(new PgType(17, "bytea", 'b', null, List.of(), true), -1)
            .orElseThrow();
    Schema contentSchema = bytes.schema().get().optional().build();
    this.content = Objects.requireNonNull(bytes.values().apply(contentSchema).binary(), "binary");
    this.keySchema =
        SchemaBuilder.struct()
            .name(names.schema(name + "Key"))
            .version(1)
            .field("prefix", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    this.blockSchema =
        SchemaBuilder.struct()
            .name(names.schema(name))
            .version(1)
            .field("prefix", Schema.OPTIONAL_STRING_SCHEMA)
            .field("content", contentSchema)
            .build();
    this.valueSchema =
        SchemaBuilder.struct()
            .name(names.schema(name + "Value"))
            .version(1)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("source", SourceBlock.SCHEMA)
            .field("transaction", TransactionMetadata.BLOCK)
            .field("message", blockSchema)
            .build();
  }

  /** Whether messages of a prefix are captured. */
  public boolean captures(String prefix) {
    return captured.test(prefix);
  }

  /**
   * The record of a message.
   *
   * @param bytes holds its content, from {@code at} on
   * @param transaction its place in its transaction, null when it has none or that is not wanted
   */
  public SourceRecord of(
      Map<String, String> partition,
      StreamOffset offset,
      String prefix,
      byte[] bytes,
      int at,
      int length,
      Struct source,
      @Nullable Struct transaction,
      Processed processed) {
    Struct block =
        Structs.of(blockSchema, new @Nullable Object[] {prefix, content.decode(bytes, at, length)});
    return new SourceRecord(
        partition,
        offset,
        topic,
        null,
        keySchema,
        Structs.of(keySchema, new @Nullable Object[] {prefix}),
        valueSchema,
        Structs.of(
            valueSchema,
            new @Nullable Object[] {"m", processed.millis(), source, transaction, block}));
  }
}
