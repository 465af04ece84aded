package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.position.SnapshotOffset.Moment;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Decides which rows are marked as the first or the last ones. The last row of a chunk is kept back
 * until somebody has read a further one, as only then it is known that it was not the last row of
 * all; while another thread has a row in hand, that is known at once. Thread-safe; asked once or
 * twice a chunk.
 */
final class Endings {

  private int inHand;
  private boolean begun;
  private @Nullable Ending kept;

  /**
   * The last row of a chunk.
   *
   * @param chunk whose last row it is
   * @param moment when the snapshot was taken that it was read with
   * @param format of its table
   * @param key its key, null for none
   * @param row its values
   * @param weight its bytes on the wire
   * @param place which row of its table it is
   */
  record Ending(
      Chunk chunk,
      Moment moment,
      TableFormat format,
      @Nullable Struct key,
      Struct row,
      int weight,
      Place place) {

    /** Debezium's marker for it when it is not the last row of all. */
    String marker(boolean lastOfTable) {
      return place == Place.FIRST
          ? Place.FIRST.marker()
          : lastOfTable ? "last_in_data_collection" : place.marker();
    }
  }

  /** Which row it is as far as its predecessors tell. */
  enum Place {
    FIRST("first"),
    FIRST_OF_TABLE("first_in_data_collection"),
    LATER("true");

    private final String marker;

    Place(String marker) {
      this.marker = marker;
    }

    String marker() {
      return marker;
    }
  }

  /**
   * An ending that is to be handed over now.
   *
   * @param marker what it is marked as
   */
  record Release(Ending ending, String marker) {}

  /**
   * What the first row of a chunk brings about.
   *
   * @param place which row it is
   * @param release a row that was kept back until now and is to be handed over first, null for none
   */
  record Start(Place place, @Nullable Release release) {}

  /** A thread has read the first row of a chunk. */
  synchronized Start started(TableWork table) {
    Place place = !begun ? Place.FIRST : !table.begun ? Place.FIRST_OF_TABLE : Place.LATER;
    begun = true;
    table.begun = true;
    inHand++;
    Ending before = kept;
    kept = null;
    return new Start(place, before == null ? null : release(before));
  }

  /**
   * A thread has read the last row of a chunk.
   *
   * @return the row, if it is to be handed over now
   */
  synchronized @Nullable Release ended(Ending ending) {
    ending.chunk().table().unread--;
    inHand--;
    if (inHand > 0) {
      return release(ending);
    }
    kept = ending;
    return null;
  }

  /** A chunk had no rows. */
  synchronized void empty(TableWork table) {
    table.unread--;
  }

  /** A thread gave up the chunk whose row it had in hand. */
  synchronized void abandoned() {
    inHand--;
  }

  /** The row that is kept back, as more are to be read at a later moment; null for none. */
  synchronized @Nullable Release more() {
    Ending ending = kept;
    kept = null;
    return ending == null ? null : release(ending);
  }

  /** The last row of all, once nobody reads any more; null when there is none. */
  synchronized @Nullable Release last() {
    Ending ending = kept;
    kept = null;
    return ending == null ? null : new Release(ending, "last");
  }

  private static Release release(Ending ending) {
    return new Release(ending, ending.marker(ending.chunk().table().unread == 0));
  }
}
