package io.sluice.connector.postgres.position;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log that a position counts in, and how much of it must exist for the position to mean
 * anything: positions are numbers, and another server has other changes at the same numbers.
 *
 * @param system identifier of the database cluster, null when unknown (Debezium's offsets do not
 *     have it)
 * @param timeline branch of the cluster's log, 0 when unknown or when a standby was read, which may
 *     change it at any moment
 * @param database number of the database, 0 when unknown
 * @param reached where the commit record of the last transaction read begins, or the end of the
 *     last one known complete if that lies behind; 0 when nothing was read
 * @param micros when the last transaction read was committed, microseconds since 1970, 0 when
 *     unknown
 */
public record Lineage(
    @Nullable String system, int timeline, long database, long reached, long micros) {

  /** Of a position about which nothing is known. */
  public static final Lineage UNKNOWN = new Lineage(null, 0, 0, 0, 0);

  static final String SYSTEM = "sluice_system";
  static final String TIMELINE = "sluice_timeline";
  static final String DATABASE = "sluice_database";
  static final String COMMIT = "sluice_commit";

  /** A log of which nothing was read yet. */
  public static Lineage of(@Nullable String system, int timeline, long database) {
    return new Lineage(system, timeline, database, 0, 0);
  }

  static Lineage of(Map<String, ?> offset) {
    Object system = offset.get(SYSTEM);
    long reached =
        Math.max(
            Position.number(offset, Position.LSN),
            Math.max(
                Position.number(offset, Position.LSN_COMMIT), Position.number(offset, COMMIT)));
    return new Lineage(
        system == null ? null : system.toString(),
        (int) Position.number(offset, TIMELINE),
        Position.number(offset, DATABASE),
        reached,
        Position.number(offset, Position.TS_USEC));
  }

  /** Writes into an offset which log it counts in. */
  void into(Map<String, @Nullable Object> offset) {
    if (system != null) {
      offset.put(SYSTEM, system);
    }
    if (timeline != 0) {
      offset.put(TIMELINE, (long) timeline);
    }
    if (database != 0) {
      offset.put(DATABASE, database);
    }
  }
}
