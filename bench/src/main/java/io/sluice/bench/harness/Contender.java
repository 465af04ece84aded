package io.sluice.bench.harness;

/** Something that does the work once and says how fast it was. */
@FunctionalInterface
public interface Contender {

  /**
   * Does the work once.
   *
   * @return records a second, from the first record to the last
   */
  double run() throws Exception;
}
