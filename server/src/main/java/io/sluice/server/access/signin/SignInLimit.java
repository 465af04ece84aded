package io.sluice.server.access.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.sluice.pipeline.server.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often somebody may try to sign in: from one address, and from all together. What was right is
 * given back, so that who comes often is not who tries. Within bounded memory, whoever sends. May
 * be used from any thread.
 *
 * <p>Who got in lately is not held up by what all others do together, so that nobody keeps them out
 * by trying. What nobody can guess is looked up also where tries are used up, so that who has it is
 * not kept out by whoever shares their address; how often, is limited as well, for the sake of who
 * looks it up.
 */
public final class SignInLimit {
  private static final int TRIES_PER_ADDRESS = 10;
  private static final int TRIES_IN_ALL = 100;
  private static final int LOOKS_PER_ADDRESS = 60;
  private static final int LOOKS_IN_ALL = 1_000;
  private static final Duration IN = Duration.ofMinutes(1);

  private static final int ADDRESSES = 10_000;
  private static final int KNOWN = 1_000;
  private static final Duration KNOWN_FOR = Duration.ofDays(7);

  /** Of an IPv6 address the half that one customer is given; the other half is theirs to change. */
  private static final int NETWORK_BYTES = 8;

  private final TimeMeter meter;
  private final Cache<String, Bucket> addresses;
  private final Cache<String, Boolean> known;
  private final Bucket all;
  private final Cache<String, Bucket> lookers;
  private final Bucket looks;

  /**
   * @param ticker nanoseconds from any beginning, as {@link System#nanoTime}
   */
  public SignInLimit(LongSupplier ticker) {
    this.meter = new Meter(ticker);
    this.addresses = buckets(ticker);
    this.lookers = buckets(ticker);
    this.known =
        Caffeine.newBuilder()
            .maximumSize(KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .ticker(ticker::getAsLong)
            .build();
    this.all = bucket(TRIES_IN_ALL);
    this.looks = bucket(LOOKS_IN_ALL);
  }

  private static Cache<String, Bucket> buckets(LongSupplier ticker) {
    return Caffeine.newBuilder()
        .maximumSize(ADDRESSES)
        .expireAfterAccess(IN.multipliedBy(2))
        .ticker(ticker::getAsLong)
        .build();
  }

  /**
   * Counts a try.
   *
   * @return how long to wait first; empty if it may be made now
   */
  public Optional<Duration> hold(String address) {
    String key = key(address);
    ConsumptionProbe own = bucketOf(key).tryConsumeAndReturnRemaining(1);
    if (!own.isConsumed()) {
      return Optional.of(wait(own));
    }
    if (known.getIfPresent(key) != null) {
      return Optional.empty();
    }
    ConsumptionProbe others = all.tryConsumeAndReturnRemaining(1);
    return others.isConsumed() ? Optional.empty() : Optional.of(wait(others));
  }

  /**
   * Counts a look at what nobody can guess, made though tries are held up.
   *
   * @return whether it may be made
   */
  public boolean mayLook(String address) {
    return lookers.get(key(address), unseen -> bucket(LOOKS_PER_ADDRESS)).tryConsume(1)
        && looks.tryConsume(1);
  }

  /** The try that was counted was right: it is as if it had not been made. */
  public void succeeded(String address) {
    String key = key(address);
    bucketOf(key).addTokens(1);
    if (known.getIfPresent(key) == null) {
      all.addTokens(1);
      known.put(key, true);
    }
  }

  /** Somebody got in though tries were held up. */
  public void gotIn(String address) {
    known.put(key(address), true);
  }

  private Bucket bucketOf(String key) {
    return addresses.get(key, unseen -> bucket(TRIES_PER_ADDRESS));
  }

  private Bucket bucket(int tries) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(tries).refillGreedy(tries, IN))
        .withCustomTimePrecision(meter)
        .build();
  }

  /** In whole seconds, as {@code Retry-After} has it; never less than is true. */
  private static Duration wait(ConsumptionProbe probe) {
    return Duration.ofSeconds(Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1);
  }

  private static String key(String address) {
    Optional<InetAddress> parsed = Network.address(address);
    return parsed
        .filter(Inet6Address.class::isInstance)
        .map(
            six ->
                HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) + "::/64")
        .orElse(address);
  }

  private record Meter(LongSupplier ticker) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return ticker.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
