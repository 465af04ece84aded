package io.sluice.http;

import static java.util.Objects.requireNonNull;

import io.sluice.http.limit.ServerLimits;
import io.sluice.http.tls.ServerKey;
import java.util.Optional;
import java.util.Set;

/**
 * Where and how a server listens.
 *
 * @param name in front of its threads' names
 * @param host a name or an address of this machine
 * @param port 0 for one that is free
 * @param key by which the server proves who it is, for HTTPS; empty for HTTP
 * @param slashesInParts whether parts of paths may have slashes in them, written as {@code %2F}: a
 *     path is then decoded part by part, and what else is ambiguous in it is let through. If not,
 *     such paths are answered with 400
 * @param besides paths whose requests are not among those that are worked on at a time: answers
 *     without an end, which who serves them bounds and has no thread wait for, and probes, whose
 *     work waits for nothing
 */
public record ListenSettings(
    String name,
    String host,
    int port,
    ServerLimits limits,
    Optional<ServerKey> key,
    boolean slashesInParts,
    Set<String> besides) {
  public ListenSettings {
    requireNonNull(name, "name is null");
    requireNonNull(host, "host is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(key, "key is null");
    besides = Set.copyOf(besides);
  }
}
