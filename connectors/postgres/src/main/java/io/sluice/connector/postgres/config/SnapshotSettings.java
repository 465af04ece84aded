package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How the tables are read before their changes. */
public final class SnapshotSettings {

  public static final String THREADS = "snapshot.max.threads";
  public static final String MULTIPLIER = "snapshot.max.threads.multiplier";

  /** Ours: pages of a chunk, for who wants other ones than those that are chosen. */
  public static final String CHUNK_PAGES = "sluice.snapshot.chunk.pages";

  private SnapshotSettings() {}

  static void define(ConfigDef def) {
    def.define(
        THREADS,
        Type.INT,
        1,
        between(1, 256),
        MEDIUM,
        "Connections that read the tables at the same time, all at one moment of the database.");
    def.define(
        MULTIPLIER,
        Type.INT,
        1,
        atLeast(1),
        LOW,
        "Into how many chunks for each thread a table is cut at least, if it is large enough.");
    def.define(
        CHUNK_PAGES,
        Type.INT,
        0,
        atLeast(0),
        LOW,
        "Pages of the chunks that large tables are read in; 0 chooses for 8 to 64 MB a chunk.");
  }
}
