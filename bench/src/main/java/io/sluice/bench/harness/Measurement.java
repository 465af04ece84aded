package io.sluice.bench.harness;

import java.util.List;

/**
 * One thing worth knowing about speed, size or latency, measured beside what it is held against.
 */
public interface Measurement {

  /**
   * The name by which {@code bench/run NAME} asks for it; its results carry it or begin with it.
   */
  String name();

  /** What is done, in one line for {@code bench/run --list}. */
  String about();

  /** Whether it runs when nothing is named. Those that download or take very long do not. */
  default boolean runsByDefault() {
    return true;
  }

  /**
   * Whether it runs in a quick run in which nothing is named. Those that cannot be made small do
   * not.
   */
  default boolean runsInQuick() {
    return runsByDefault();
  }

  /**
   * Measures. Called once, alone, on the thread that reports.
   *
   * @return one result for each figure
   * @throws Exception when the work could not be done; the others still run
   */
  List<Result> run(Workbench bench) throws Exception;
}
