package io.sluice.server.access.signin;

import io.sluice.http.access.SecretHash;
import io.sluice.server.access.Holder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codes that sign somebody in once, soon after they were made: for a link that can be shown where a
 * token should not. They are in memory only, as hashes, so they are worth nothing when the server
 * ends. May be used from any thread.
 */
public final class SignInCodes {
  /** So long a code is good. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /** So many at a time: the oldest is given up for one more. */
  private static final int MOST = 20;

  private final SecureRandom random;
  private final Clock clock;
  private final Map<String, Offer> offers = new LinkedHashMap<>();

  private record Offer(Holder holder, Instant until) {}

  public SignInCodes(SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * A new code.
   *
   * @param holder whose session it opens
   * @return a secret, to be shown to them alone; never to be logged or stored
   */
  public synchronized String make(Holder holder) {
    String code = SecretHash.newToken(random);
    Instant now = clock.instant();
    offers.values().removeIf(offer -> !now.isBefore(offer.until()));
    if (offers.size() == MOST) {
      offers.remove(offers.keySet().iterator().next());
    }
    offers.put(hash(code), new Offer(holder, now.plus(LIFETIME)));
    return code;
  }

  /** Whose it is, if it is good; from now on it is not. */
  public synchronized Optional<Holder> redeem(String code) {
    Instant now = clock.instant();
    return Optional.ofNullable(offers.remove(hash(code)))
        .filter(offer -> now.isBefore(offer.until()))
        .map(Offer::holder);
  }

  private static String hash(String code) {
    return SecretHash.ofToken(code).toString();
  }
}
