package io.sluice.bench.limit;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.harness.Contender;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * Reads a logical slot with the JDBC driver's replication stream, looks at the first byte of each
 * message to count the inserts, and drops it: no reader of the slot is faster. Confirms what it
 * read when it is done, so that the next run reads the next inserts.
 */
public final class SlotDrain implements Contender {

  private final BenchServer server;
  private final String slot;
  private final String publication;
  private final long inserts;

  /** Creates the slot; from here on it sees what is published. */
  public SlotDrain(BenchServer server, String slot, String publication, long inserts)
      throws Exception {
    this.server = server;
    this.slot = slot;
    this.publication = publication;
    this.inserts = inserts;
    server.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
  }

  @Override
  public double run() throws Exception {
    PGConnection connection = server.replication();
    try (Connection closing = (Connection) connection;
        PGReplicationStream stream =
            connection
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", publication)
                .withSlotOption("binary", true)
                .withStatusInterval(10, TimeUnit.SECONDS)
                .start()) {
      long count = 0;
      long start = 0;
      while (count < inserts) {
        ByteBuffer message = stream.read();
        if (message.get(message.position()) == 'I' && count++ == 0) {
          start = System.nanoTime();
        }
      }
      long end = System.nanoTime();
      // To the end of the last transaction, lest its rows come again in the next run.
      while (stream.read().get() != 'C') {
        continue;
      }
      LogSequenceNumber reached = stream.getLastReceiveLSN();
      stream.setFlushedLSN(reached);
      stream.setAppliedLSN(reached);
      stream.forceUpdateStatus();
      return Rate.perSecond(inserts - 1, end - start);
    }
  }
}
