package io.sluice.http.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much a server gives to its clients.
 *
 * @param bodyBytes the longest body that is read; a longer one is answered with 413
 * @param headerBytes the longest request line and headers together, each request; longer ones are
 *     answered with 431 or 414
 * @param connections how many connections are open at a time; further ones wait to be accepted
 * @param requestsAtOnce how many requests are worked on at a time
 * @param requestsWaiting how many more may wait; beyond that requests are answered with 503
 * @param longestWait how long one waits for that before it is answered with 503
 * @param idle how long a connection may be silent
 * @param arrival how long a request may take to arrive, from its first byte to its last
 * @param taking how long a client may take hardly any of an answer that waits for it; shorter than
 *     {@code longestWait}, or others are refused meanwhile
 * @param work how long the work for one request may take, where it is done apart ({@link Workers})
 */
public record ServerLimits(
    int bodyBytes,
    int headerBytes,
    int connections,
    int requestsAtOnce,
    int requestsWaiting,
    Duration longestWait,
    Duration idle,
    Duration arrival,
    Duration taking,
    Duration work) {
  private static final ServerLimits DEFAULTS =
      new ServerLimits(
          8 << 20,
          16 << 10,
          1_000,
          32,
          256,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));

  public ServerLimits {
    requireNonNull(longestWait, "longestWait is null");
    requireNonNull(idle, "idle is null");
    requireNonNull(arrival, "arrival is null");
    requireNonNull(taking, "taking is null");
    requireNonNull(work, "work is null");
    if (bodyBytes < 1 || headerBytes < 1 || connections < 1 || requestsAtOnce < 1) {
      throw new IllegalArgumentException(
          "bodyBytes %d, headerBytes %d, connections %d, requestsAtOnce %d: expected 1 or more"
              .formatted(bodyBytes, headerBytes, connections, requestsAtOnce));
    }
    if (requestsWaiting < 0) {
      throw new IllegalArgumentException("requestsWaiting is " + requestsWaiting + ", below 0");
    }
  }

  /**
   * For a server that a team shares: bodies of 8 MiB, 1,000 connections, 32 requests at once and
   * 256 that wait up to 10 s, 30 s for a request to arrive and as much for its work, and 5 s
   * without a client taking its answer.
   */
  public static ServerLimits defaults() {
    return DEFAULTS;
  }

  /** The same with bodies of up to so many bytes. */
  public ServerLimits withBodyBytes(int bytes) {
    return new ServerLimits(
        bytes,
        headerBytes,
        connections,
        requestsAtOnce,
        requestsWaiting,
        longestWait,
        idle,
        arrival,
        taking,
        work);
  }
}
