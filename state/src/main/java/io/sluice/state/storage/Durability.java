package io.sluice.state.storage;

/** When a write survives a power cut. Both kinds survive the death of the process at once. */
public enum Durability {
  /** On return it is on the disk: one fsync. */
  NOW,
  /**
   * It is on the disk when the next write with {@link #NOW} returns, and is seen by every reader
   * before that. The log of the database is written in order, so a power cut never keeps a later
   * write without this one. Costs no fsync.
   */
  WITH_NEXT
}
