package io.sluice.server.fleet;

import java.time.Duration;

/**
 * How a fleet goes about its work.
 *
 * @param startsAtOnce how many pipelines may be starting at the same time
 * @param startPatience after this a start that is still under way no longer counts as one of them:
 *     a source that hangs holds nobody up
 * @param firstRetry how long a run that failed by what may pass waits before it is tried again;
 *     each further wait is twice as long
 * @param longestRetry the longest such wait
 * @param glance how often all pipelines are looked at while nobody does anything
 * @param kafkaLinger how long the Kafka of the folder stays when no pipeline runs on it any more
 */
public record FleetSettings(
    int startsAtOnce,
    Duration startPatience,
    Duration firstRetry,
    Duration longestRetry,
    Duration glance,
    Duration kafkaLinger) {
  /** What a server does unless told otherwise. */
  public static final FleetSettings DEFAULT =
      new FleetSettings(
          8,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));
}
