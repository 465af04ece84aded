package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.Lineage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Changes that can no longer be read: those behind a position up to where the server can begin to
 * tell changes again.
 *
 * @param from the last position read
 * @param to where decoding can begin again
 * @param since when the last transaction read was committed, microseconds since 1970, 0 when
 *     unknown
 * @param until when the server was asked
 */
public record LostRange(long from, long to, long since, Instant until) {

  private static final int TABLES_NAMED = 20;

  /** What lies between a position and where a new slot would begin. */
  static LostRange behind(Lineage position, ServerState server) {
    return new LostRange(
        position.reached(),
        Math.max(server.logEnd(), position.reached()),
        position.micros(),
        server.now());
  }

  /** A position in the server's own spelling. */
  public static String lsn(long position) {
    return LogSequenceNumber.valueOf(position).asString();
  }

  /**
   * A sentence that names the range and, when they are known, the tables concerned.
   *
   * @param captured the captured tables
   */
  public String describe(Collection<TableId> captured) {
    String first =
        since == 0 ? "" : Instant.EPOCH.plus(since, ChronoUnit.MICROS).toString() + " and ";
    String names =
        captured.stream()
            .limit(TABLES_NAMED)
            .map(TableId::toString)
            .collect(Collectors.joining(", "));
    int more = captured.size() - TABLES_NAMED;
    return "Changes committed behind log position "
        + lsn(from)
        + " up to "
        + lsn(to)
        + (since == 0 ? ", up to " : ", between ")
        + first
        + until.truncatedTo(ChronoUnit.SECONDS)
        + ", can no longer be read"
        + (names.isEmpty()
            ? ""
            : ". Tables concerned: " + names + (more > 0 ? " and " + more + " more" : ""));
  }
}
