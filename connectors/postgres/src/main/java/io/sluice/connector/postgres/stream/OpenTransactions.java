package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.stream.Spool.Space;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Keeps transactions that the server sends while they are open, and gives each to the {@link
 * ChangeReader} when it is committed, as if it had been sent then: between a Begin and a Commit
 * message, without what was rolled back. So positions, counts and records are the same whether a
 * transaction came this way or as a whole. Belongs to the reading thread.
 */
final class OpenTransactions implements AutoCloseable {

  /** Messages replayed between two looks at everything else. */
  private static final int GLANCE = 1024;

  private final ChangeReader changes;
  private final Space space;
  private final BooleanSupplier meanwhile;
  private final Map<Integer, Spool> open = new HashMap<>();
  private final Message message = new Message();
  private int current;
  private boolean inChunk;
  private int replayed;

  /**
   * @param meanwhile called now and then while a long transaction is replayed; false ends that
   */
  OpenTransactions(ChangeReader changes, Space space, BooleanSupplier meanwhile) {
    this.changes = changes;
    this.space = space;
    this.meanwhile = meanwhile;
  }

  /** Whether the last message left a transaction, or a part of an open one, unfinished. */
  boolean inTransaction() {
    return inChunk || changes.inTransaction();
  }

  /**
   * Takes a message.
   *
   * @param buffer an array-backed buffer from the driver; not kept
   * @param start position in the log of what the message tells
   */
  void take(ByteBuffer buffer, long start) throws SQLException {
    byte type = buffer.get(buffer.position());
    switch (type) {
      case 'S' -> {
        message.wrap(buffer, start);
        message.skip(1);
        int xid = message.int32();
        boolean first = message.int8() != 0;
        message.end();
        if (!first && !open.containsKey(xid)) {
          throw message.malformed("it goes on with a transaction whose beginning never came");
        }
        current = xid;
        open.computeIfAbsent(current, number -> new Spool(space));
        inChunk = true;
      }
      case 'E' -> inChunk = false;
      case 'c' -> commit(buffer, start);
      case 'A' -> abort(buffer, start);
      default -> {
        if (inChunk) {
          keep(buffer, type, start);
        } else {
          changes.take(buffer, start);
        }
      }
    }
  }

  private void keep(ByteBuffer buffer, byte type, long start) {
    message.wrap(buffer, start);
    int length = message.length() - 1;
    message.skip(1);
    int xid = current;
    // Inside a part of an open transaction every message but the origin has a transaction's number.
    if (type != 'O') {
      xid = message.int32();
      length -= 4;
    }
    spool(current).add(start, xid, type, message.bytes(), message.position(), length);
  }

  private void abort(ByteBuffer buffer, long start) {
    message.wrap(buffer, start);
    message.skip(1);
    int top = message.int32();
    int sub = message.int32();
    if (top != sub) {
      spool(top).abort(sub);
      return;
    }
    Spool spool = open.remove(top);
    if (spool != null) {
      spool.close();
    }
  }

  private void commit(ByteBuffer buffer, long start) throws SQLException {
    message.wrap(buffer, start);
    message.skip(1);
    int xid = message.int32();
    byte flags = message.int8();
    long commitLsn = message.int64();
    long endLsn = message.int64();
    long time = message.int64();
    message.end();
    try (Spool spool = spool(xid)) {
      open.remove(xid);
      boolean[] begun = {false};
      ByteBuffer begin =
          ByteBuffer.allocate(21).put((byte) 'B').putLong(commitLsn).putLong(time).putInt(xid);
      boolean complete =
          spool.replay(
              (change, at) -> {
                if (!begun[0]) {
                  begun[0] = true;
                  changes.take(begin.flip(), at);
                }
                changes.take(change, at);
                return ++replayed % GLANCE != 0 || meanwhile.getAsBoolean();
              });
      if (!complete) {
        return;
      }
      if (!begun[0]) {
        changes.take(begin.flip(), commitLsn);
      }
      changes.take(
          ByteBuffer.allocate(26)
              .put((byte) 'C')
              .put(flags)
              .putLong(commitLsn)
              .putLong(endLsn)
              .putLong(time)
              .flip(),
          start);
    }
  }

  private Spool spool(int xid) {
    Spool spool = open.get(xid);
    if (spool == null) {
      throw message.malformed(
          "it speaks of the open transaction "
              + (xid & 0xFFFF_FFFFL)
              + ", expected one that it began to send before");
    }
    return spool;
  }

  /** Forgets what is open: after a new connection the server sends it again. */
  @Override
  public void close() {
    open.values().forEach(Spool::close);
    open.clear();
  }
}
