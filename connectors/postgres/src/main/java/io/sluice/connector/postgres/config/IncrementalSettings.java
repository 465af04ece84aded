package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Settings of tables that are read beside the stream. */
public final class IncrementalSettings {

  static final String CHUNK_SIZE = "incremental.snapshot.chunk.size";
  static final String READ_ONLY = "read.only";
  static final String WATERMARKING = "incremental.snapshot.watermarking.strategy";
  static final String SCHEMA_CHANGES = "incremental.snapshot.allow.schema.changes";

  /**
   * How tables are read beside the stream.
   *
   * @param chunkSize rows of a chunk, 0 to find it out by the time that chunks take
   * @param readOnly whether nothing may be written to the source, not even an empty transaction
   */
  public record Incremental(int chunkSize, boolean readOnly) {}

  private IncrementalSettings() {}

  static void define(ConfigDef def) {
    def.define(
        READ_ONLY,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether to write nothing at all to the source, not even the empty transaction that pushes"
            + " a quiet server's log on while a table is read beside the stream.");
    def.define(
        CHUNK_SIZE,
        Type.INT,
        0,
        ConfigDef.Range.atLeast(0),
        MEDIUM,
        "Rows of a table that are read at once beside the stream; 0 to begin with 1024 and go on"
            + " with what takes some tens of milliseconds.");
    def.define(
        WATERMARKING,
        Type.STRING,
        "insert_insert",
        Choice.of("insert_insert", "insert_delete"),
        LOW,
        "Accepted for Debezium's sake: nothing is written to the signal table, so there are no"
            + " watermarks to insert or delete.");
    def.define(
        SCHEMA_CHANGES,
        Type.BOOLEAN,
        false,
        LOW,
        "Accepted for Debezium's sake: tables may change while they are read beside the stream,"
            + " whatever is set.");
  }

  static Incremental of(PostgresConfig config) {
    return new Incremental(config.getInt(CHUNK_SIZE), config.getBoolean(READ_ONLY));
  }
}
