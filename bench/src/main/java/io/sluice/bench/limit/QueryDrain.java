package io.sluice.bench.limit;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.harness.Contender;
import java.sql.Connection;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads all that a logical slot has by one query with the JDBC driver, looks at the first byte of
 * each message to count the inserts, and drops it. Faster than any reader of the slot's stream, as
 * the server does not make a system call for each message, though one query is decoded and sent one
 * after the other. Timed from the query's beginning, since the server decodes everything before it
 * sends the first row.
 */
public final class QueryDrain implements Contender {

  /** Before a row's message: count of columns, position with its length, the message's length. */
  private static final int HEAD = 2 + 4 + 8 + 4;

  /** Before the first row: what COPY's binary form begins with. */
  private static final int HEADER = 19;

  private final BenchServer server;
  private final String slot;
  private final String publication;
  private final long inserts;

  /** Creates the slot; from here on it sees what is published. */
  public QueryDrain(BenchServer server, String slot, String publication, long inserts)
      throws Exception {
    this.server = server;
    this.slot = slot;
    this.publication = publication;
    this.inserts = inserts;
    server.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
  }

  @Override
  public double run() throws Exception {
    try (Connection connection = server.connect()) {
      long start = System.nanoTime();
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "COPY (SELECT lsn, data FROM pg_logical_slot_get_binary_changes('"
                      + slot
                      + "', NULL, NULL, 'proto_version', '1', 'publication_names', '"
                      + publication
                      + "', 'binary', 'true')) TO STDOUT (FORMAT binary)");
      long count = 0;
      int at = HEADER + HEAD;
      for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
        if (row.length > at && row[at] == 'I') {
          count++;
        }
        at = HEAD;
      }
      if (count < inserts) {
        throw new IllegalStateException(
            "Expected " + inserts + " inserts from slot " + slot + " but it gave " + count);
      }
      return Rate.perSecond(count, System.nanoTime() - start);
    }
  }
}
