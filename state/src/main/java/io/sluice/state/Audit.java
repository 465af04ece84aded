package io.sluice.state;

import java.time.Instant;
import java.util.List;

/** What people changed by hand. Entries are only ever added. May be used from any thread. */
public final class Audit {
  private final StateDatabase database;

  Audit(StateDatabase database) {
    this.database = database;
  }

  /**
   * @param action short and stable, as {@code offsets.reset}
   * @param pipeline empty if it is about none
   * @param before what it was, JSON or empty
   * @param after what it became, JSON or empty
   */
  public record Entry(
      long id,
      Instant at,
      String who,
      String action,
      String pipeline,
      String before,
      String after,
      String reason) {}

  /** Adds an entry. Durable on return. */
  public void add(
      String who, String action, String pipeline, String before, String after, String reason) {
    throw new UnsupportedOperationException();
  }

  /** Newest first; of all pipelines if the name is empty. */
  public List<Entry> list(String pipeline, int limit) {
    throw new UnsupportedOperationException();
  }
}
