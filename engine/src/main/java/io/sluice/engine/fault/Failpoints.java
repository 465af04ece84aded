package io.sluice.engine.fault;

/** Told when a run reaches a {@link Failpoint}; tests stop the process there. */
@FunctionalInterface
public interface Failpoints {
  /** Does nothing. */
  Failpoints NONE = (point, detail) -> {};

  /**
   * Called on the thread that reached the point, by several threads at once.
   *
   * @param detail a count or an epoch, see {@link Failpoint}
   */
  void reach(Failpoint point, long detail);
}
