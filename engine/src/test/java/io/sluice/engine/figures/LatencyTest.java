package io.sluice.engine.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A distribution in buckets tells what the values themselves tell, within an eighth. */
class LatencyTest {
  @Test
  void every_value_is_in_the_bucket_that_begins_at_or_below_it_and_ends_above_it() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      long millis = random.nextLong(1L << random.nextInt(1, 31));
      int bucket = Latency.bucketOf(millis);

      assertThat(Latency.from(bucket)).isLessThanOrEqualTo(millis);
      assertThat(Latency.from(bucket + 1)).isGreaterThan(millis);
      assertThat(Latency.from(bucket + 1) - Latency.from(bucket))
          .isLessThanOrEqualTo(Math.max(1, millis / 8));
    }
  }

  @Test
  void percentiles_are_those_of_the_values_within_an_eighth() {
    SplittableRandom random = new SplittableRandom(11);
    LatencyMeter meter = new LatencyMeter();
    long[] values = new long[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Math.exp(random.nextDouble() * 12);
      meter.add(values[i], 1);
    }
    Arrays.sort(values);
    Latency latency = meter.read();

    for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = values[(int) Math.ceil(share * values.length) - 1];
      assertThat(latency.percentile(share).orElseThrow())
          .isBetween(exact, exact + Math.max(1, exact / 8));
    }
    assertThat(latency.records()).isEqualTo(values.length);
    assertThat(latency.sumMillis()).isEqualTo(Arrays.stream(values).sum());
  }

  @Test
  void what_clocks_that_differ_make_is_zero_and_what_takes_for_ever_is_in_the_last_bucket() {
    LatencyMeter meter = new LatencyMeter();
    meter.add(-5_000, 3);
    meter.add(Long.MAX_VALUE / 4, 2);

    Latency latency = meter.read();

    assertThat(latency.percentile(0.6)).hasValue(0);
    assertThat(latency.counts()).hasSize(Latency.BUCKETS).endsWith(2L);
    assertThat(latency.below(1)).isEqualTo(3);
  }

  @Test
  void how_many_are_below_a_power_of_two_is_exact() {
    LatencyMeter meter = new LatencyMeter();
    for (long millis = 0; millis < 5_000; millis++) {
      meter.add(millis, 1);
    }

    for (long bound = 1; bound <= 4_096; bound *= 2) {
      assertThat(meter.read().below(bound)).isEqualTo(bound);
    }
  }

  @Test
  void what_came_between_two_looks_and_the_first_are_the_second() {
    LatencyMeter meter = new LatencyMeter();
    meter.add(20, 4);
    Latency first = meter.read();
    meter.add(20, 1);
    meter.add(3_000, 5);
    Latency second = meter.read();

    Latency between = second.since(first);

    assertThat(between.records()).isEqualTo(6);
    assertThat(between.sumMillis()).isEqualTo(15_020);
    assertThat(first.plus(between)).isEqualTo(second);
    assertThat(Latency.NONE.plus(Latency.NONE)).isEqualTo(Latency.NONE);
  }

  @Test
  void a_look_at_another_run_is_not_subtracted() {
    LatencyMeter before = new LatencyMeter();
    before.add(900, 10);
    LatencyMeter after = new LatencyMeter();
    after.add(20, 1);

    assertThat(after.read().since(before.read())).isEqualTo(after.read());
  }
}
