package io.sluice.pipeline.server;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.UnresolvedConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code sluice.yaml} says under {@code server}.
 *
 * @param host a name or an address of this machine to listen on; {@code 127.0.0.1} by default, so
 *     that nobody else is let in by accident
 * @param port to listen on; 0 for one that is free
 * @param url how browsers reach the server, where a proxy or a name stands between; empty if they
 *     come straight to host and port
 * @param tls {@code file}, a key with its certificates, and {@code password} of it, secrets
 *     unresolved; empty for plain HTTP
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param oidc the provider by which people sign in; empty if they do by tokens alone
 */
public record ServerSpec(
    String host,
    int port,
    Optional<String> url,
    Optional<UnresolvedConfig> tls,
    List<Network> trustedProxies,
    Sessions sessions,
    Tokens tokens,
    Optional<OidcSpec> oidc) {
  /** Of a project that says nothing of it. */
  public static final ServerSpec DEFAULT =
      new ServerSpec(
          "127.0.0.1",
          8080,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Sessions.DEFAULT,
          Tokens.DEFAULT,
          Optional.empty());

  public ServerSpec {
    requireNonNull(host, "host is null");
    requireNonNull(url, "url is null");
    requireNonNull(tls, "tls is null");
    trustedProxies = List.copyOf(trustedProxies);
    requireNonNull(sessions, "sessions is null");
    requireNonNull(tokens, "tokens is null");
    requireNonNull(oidc, "oidc is null");
  }

  /** The same, listening elsewhere. */
  public ServerSpec at(String otherHost, int otherPort) {
    return new ServerSpec(otherHost, otherPort, url, tls, trustedProxies, sessions, tokens, oidc);
  }

  /**
   * How long somebody stays signed in.
   *
   * @param idle without a request
   * @param longest in all
   */
  public record Sessions(Duration idle, Duration longest) {
    public static final Sessions DEFAULT = new Sessions(Duration.ofHours(8), Duration.ofDays(7));
  }

  /**
   * How long a token is good.
   *
   * @param lifetime of one that is made without saying how long
   * @param longest what may be asked for
   */
  public record Tokens(Duration lifetime, Duration longest) {
    public static final Tokens DEFAULT = new Tokens(Duration.ofDays(90), Duration.ofDays(365));
  }
}
