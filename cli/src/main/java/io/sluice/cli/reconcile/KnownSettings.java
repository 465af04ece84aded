package io.sluice.cli.reconcile;

import java.util.Set;

/**
 * Which settings of the table sink were thought of here. One that nobody thought of may make right
 * rows look wrong, and have them deleted by a repair: tests hold these lists against the sink's own
 * settings, and against what is read. A setting whose name ends in a dot stands for all that begin
 * so.
 */
public final class KnownSettings {

  /** Those by which tables are compared, where the sink has not stored how it keeps them. */
  public static final Set<String> READ =
      Set.of(
          "mode",
          "insert.mode",
          "delete.mode",
          "delete.enabled",
          "fan.in",
          "history.order",
          "history.is.current",
          "metadata.prefix",
          "on.incompatible",
          "primary.key.fields",
          "column.case",
          "column.name.format",
          "column.rename.");

  /** Those that say where the database and the sink's own tables are. */
  public static final Set<String> OF_THE_DATABASE =
      Set.of(
          "url",
          "connection.url",
          "user",
          "connection.user",
          "connection.username",
          "password",
          "connection.password",
          "driver.",
          "offsets.table");

  /** Those that change no row of a table that is found, or whose effect is one to be told. */
  public static final Set<String> HARMLESS =
      Set.of(
          // The sink has stored which table a topic went to.
          "table.name.format",
          "table.case",
          // Columns that only the target has are not looked at.
          "metadata.columns",
          "history.event.time.field",
          "history.valid.from",
          "history.valid.to",
          // A column that is not there is left out and named.
          "schema.evolution",
          "schema.evolution.",
          "auto.create",
          "auto.evolve",
          "struct.mode",
          "struct.delimiter",
          "sync.columns",
          // Without a key nothing is compared; with one, its columns are those that are compared.
          "primary.key.mode",
          // Rows that a truncate left in the target are too many, and are to be told.
          "truncate.mode",
          // When and in what portions rows are written.
          "batch.size",
          "batch.max.bytes",
          "row.max.bytes",
          "transaction.max.rows",
          "transaction.boundaries",
          "transaction.boundaries.max.records",
          "sluice.record.order",
          "sluice.tasks",
          "commit.after.ms",
          "first.load.key",
          "unavailable.value.placeholder",
          // The database at work.
          "duckdb.release.file",
          "duckdb.memory.limit",
          "duckdb.threads",
          "auto.recreate");

  private KnownSettings() {}
}
