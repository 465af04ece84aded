package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.position.TableRead;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that is fetched while the one before it is given out and the stream passes that. Until
 * it is its turn the window notes what the stream delivers of its table, as its snapshot may lack
 * it. Belongs to the reading thread.
 */
final class ReadAhead {

  private final ChunkFetch fetch;
  private final Window window;
  private @Nullable Ordered ordered;

  /**
   * A chunk before its turn.
   *
   * @param fetch gives its rows
   * @param read what it reads, null until the chunk before it is through
   * @param touched what the stream delivers meanwhile
   */
  record Ordered(Fetch fetch, @Nullable TableRead read, Touched touched) {}

  ReadAhead(ChunkFetch fetch, Window window) {
    this.fetch = fetch;
    this.window = window;
  }

  /** Has the chunk behind another one fetched. */
  void order(TableRead read, Chunk before, int rows) {
    Fetch next = fetch.ahead(rows);
    Touched touched = new Touched(read.table(), before.identity(), next::cancel);
    window.noteIn(touched);
    ordered = new Ordered(next, null, touched);
  }

  /**
   * The chunk before it is through.
   *
   * @param rest what is left and is read by it, null when nothing is
   */
  void begin(@Nullable TableRead rest) {
    Ordered waiting = ordered;
    if (rest == null) {
      drop();
    } else if (waiting != null) {
      ordered = new Ordered(waiting.fetch(), rest, waiting.touched());
    }
  }

  /**
   * The chunk whose turn it is, if it was fetched; else what was fetched is given up.
   *
   * @param read what is to be read
   */
  @Nullable Ordered due(TableRead read) {
    Ordered waiting = ordered;
    if (waiting != null && read.equals(waiting.read()) && !waiting.touched().isUnclear()) {
      return waiting;
    }
    drop();
    return null;
  }

  /** The chunk is given out: nothing is noted for it any more. */
  void taken() {
    ordered = null;
    window.noteIn(null);
  }

  /** Gives it up, with its snapshot and its lock. */
  void drop() {
    Ordered waiting = ordered;
    if (waiting != null) {
      waiting.fetch().cancel();
      taken();
    }
  }
}
