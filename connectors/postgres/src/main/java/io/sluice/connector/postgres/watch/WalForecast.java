package io.sluice.connector.postgres.watch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges how much of the server's log a slot holds back, from one measurement to the next: how fast
 * it grows, when a limit will be met, and when that is worth a word. Each thing is said once until
 * it is over. Not thread-safe.
 */
final class WalForecast {

  private static final double[] SHARES = {0.5, 0.75, 0.9};
  private static final long FIRST_WORD_BYTES = 1L << 30;
  private static final Duration SOON = Duration.ofHours(1);

  /** How much of the rate is the newest measurement's. */
  private static final double NEWEST = 0.3;

  private long lastNanos;
  private long lastRetained = -1;
  private double bytesPerSecond;
  private int sharesSaid;
  private boolean soonSaid;
  private long nextWord = FIRST_WORD_BYTES;

  /**
   * A limit of retained log.
   *
   * @param bytes how much may be retained
   * @param name the setting that says so
   */
  record Limit(long bytes, String name) {}

  /**
   * Takes a measurement.
   *
   * @param nanos when, by a clock that does not jump
   * @param retained bytes held back
   * @param limit the lowest limit there is, null for none
   * @return what the user should hear now
   */
  Optional<String> measured(long nanos, long retained, @Nullable Limit limit) {
    if (lastRetained >= 0 && nanos > lastNanos) {
      double rate = (retained - lastRetained) * 1e9 / (nanos - lastNanos);
      bytesPerSecond += NEWEST * (rate - bytesPerSecond);
    }
    lastRetained = retained;
    lastNanos = nanos;
    return limit == null ? withoutLimit(retained) : withLimit(retained, limit);
  }

  private Optional<String> withoutLimit(long retained) {
    if (retained < nextWord) {
      if (retained < FIRST_WORD_BYTES / 2) {
        nextWord = FIRST_WORD_BYTES;
      }
      return Optional.empty();
    }
    while (nextWord <= retained) {
      nextWord *= 2;
    }
    return Optional.of(held(retained));
  }

  private Optional<String> withLimit(long retained, Limit limit) {
    double share = (double) retained / Math.max(1, limit.bytes());
    int reached = 0;
    while (reached < SHARES.length && share >= SHARES[reached]) {
      reached++;
    }
    double secondsLeft = (limit.bytes() - retained) / Math.max(1e-9, bytesPerSecond);
    boolean soon = share >= 0.1 && secondsLeft < SOON.toSeconds();
    boolean news = reached > sharesSaid || (soon && !soonSaid);
    sharesSaid = share < SHARES[0] / 2 ? 0 : Math.max(sharesSaid, reached);
    soonSaid = soon || (soonSaid && secondsLeft < 2 * SOON.toSeconds());
    if (!news) {
      return Optional.empty();
    }
    String word =
        held(retained)
            + String.format(
                Locale.ROOT,
                ", %d%% of %s (%s)",
                (long) (100 * share),
                size(limit.bytes()),
                limit.name());
    return Optional.of(
        secondsLeft > 0 && secondsLeft < 1e7
            ? word + "; at this rate it is reached in " + time((long) secondsLeft)
            : word);
  }

  private String held(long retained) {
    String growth = bytesPerSecond >= 1 ? ", growing by " + size((long) bytesPerSecond) + "/s" : "";
    return "it holds back " + size(retained) + " of the server's log" + growth;
  }

  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return String.format(
        Locale.ROOT, "%.1f %siB", (double) bytes / (1L << (10 * unit)), "KMGTPE".charAt(unit - 1));
  }

  private static String time(long seconds) {
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
