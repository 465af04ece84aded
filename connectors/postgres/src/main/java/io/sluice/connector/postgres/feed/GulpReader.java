package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.snapshot.CopyRow;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads ahead, gulp by gulp, on a thread of its own: while the messages of one are being decoded
 * here, the server makes the next. A gulp is what was committed in a stretch of the log; the server
 * keeps it in a temporary file until it is read, so the stretch is bounded. Invariant 6: what is
 * read ahead is bounded, too, but for one message of any size, and a reader that is slow slows the
 * server.
 */
final class GulpReader {

  private static final Logger LOG = LoggerFactory.getLogger(GulpReader.class);

  private static final int BLOCK = 1 << 16;

  /** Log of the first gulp: little, so that its first row comes soon. */
  private static final long LEAST = 8L << 20;

  /** Of what is looked at again: less of it would make the first row come little sooner. */
  private static final int FIRST_SHARE = 8;

  private static final int GROWTH = 4;

  /** The most, as the server keeps about as much in a temporary file. */
  private static final long MOST = 256L << 20;

  private final SlotCopy slot;
  private final long target;
  private final long mostRepeated;
  private final int room;
  private final Semaphore free;
  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final Thread thread;

  private volatile boolean stopping;

  /**
   * What the reading thread is given.
   *
   * @param block messages, null for the end of a gulp
   * @param reached what was committed before this position has been given
   * @param last whether nothing comes behind
   * @param failure why nothing comes behind, null when that is regular
   */
  record Item(@Nullable Block block, long reached, boolean last, @Nullable Exception failure) {}

  /**
   * Begins to read.
   *
   * @param slot used by the thread alone from here on
   * @param target position in the log where to end
   * @param mostRepeated bytes of log which the server may decode again for each gulp
   * @param room bytes to read ahead
   */
  GulpReader(SlotCopy slot, long target, long mostRepeated, int room, String threadName) {
    this.slot = slot;
    this.target = target;
    this.mostRepeated = mostRepeated;
    this.room = room;
    this.free = new Semaphore(room);
    this.thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.setContextClassLoader(GulpReader.class.getClassLoader());
    thread.start();
  }

  /** The next item, null when none has come within a millisecond. */
  @Nullable Item poll() throws InterruptedException {
    Item item = items.poll(1, TimeUnit.MILLISECONDS);
    if (item == null && !thread.isAlive()) {
      item = items.poll(); // its last one may have come meanwhile
      return item == null ? unheard() : item;
    }
    return item;
  }

  /** The messages of a block were taken. */
  void taken(Block block) {
    free.release(Math.min(block.size(), room));
  }

  /** Ends the reading, in the middle of a gulp if need be. */
  void stop() {
    stopping = true;
    if (thread.isAlive()) {
      try {
        slot.connection().unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        LOG.debug("Cancelling a gulp failed", e);
      }
      thread.interrupt();
    }
  }

  private void run() {
    try {
      long stretch = Math.max(LEAST, slot.repeated() / FIRST_SHARE);
      while (!stopping && slot.confirmed() < target && slot.repeated() <= mostRepeated) {
        long before = slot.confirmed();
        copy(slot.gulp(Math.min(target, before + stretch)));
        slot.look();
        if (slot.confirmed() <= before) {
          throw new SQLException("The temporary slot does not move", "XX000");
        }
        // The next is decoded while the last is being worked on, which takes longer; and each costs
        // looking at the log again, so few large ones cost least.
        stretch = Math.min(GROWTH * stretch, MOST);
        items.add(new Item(null, slot.confirmed(), false, null));
      }
      items.add(new Item(null, slot.confirmed(), true, null));
    } catch (SQLException e) {
      items.add(new Item(null, 0, true, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody wants the rest
    } catch (RuntimeException e) {
      items.add(new Item(null, 0, true, new SQLException("A gulp cannot be read", "XX000", e)));
    } catch (OutOfMemoryError e) {
      String place =
          "a change in the backlog behind log position "
              + LogSequenceNumber.valueOf(slot.confirmed()).asString();
      items.add(new Item(null, 0, true, new HeapFullException(place, e)));
    } catch (Error e) {
      items.add(new Item(null, 0, true, new ConnectException("Reading the backlog broke off", e)));
    }
  }

  /** The thread could not even tell why it ended (Invariant 8). */
  private static Item unheard() {
    return new Item(null, 0, true, new SQLException("A gulp cannot be read", "XX000"));
  }

  private void copy(CopyOut copy) throws SQLException, InterruptedException {
    byte[] row = copy.readFromCopy();
    int at = row == null ? 0 : CopyRow.start(row);
    Block block = new Block(BLOCK);
    while (row != null) {
      if (!CopyRow.isTrailer(row, at)) {
        if (block.size() > 0 && block.size() + row.length > BLOCK) {
          give(block);
          block = new Block(BLOCK);
        }
        block.add(row, at + 6); // behind the count of columns and the position's length
      }
      row = copy.readFromCopy();
      at = 0;
    }
    if (block.size() > 0) {
      give(block);
    }
  }

  private void give(Block block) throws InterruptedException {
    free.acquire(Math.min(block.size(), room));
    items.add(new Item(block, 0, false, null));
  }
}
