package io.sluice.server.access.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), asked when somebody first signs in
 * and now and then again: a provider that is away keeps no server from starting. One that does not
 * answer is not asked again for some seconds, whoever wants to sign in, so that nobody's requests
 * wait in a row for it. May be used from any thread.
 */
final class OidcProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

  /** For a connection, and for an answer. */
  static final int PATIENCE_MILLIS = 5_000;

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration NOT_AGAIN = Duration.ofSeconds(5);
  private static final int MOST_BYTES_OF_KEYS = 1 << 20;

  /** With keys of their own alone: nobody who knows our secret signs for the provider. */
  private static final Set<JWSAlgorithm> SIGNATURES = JWSAlgorithm.Family.SIGNATURE;

  private final String issuer;
  private final Optional<ProviderTrust> trust;
  private final Clock clock;
  private @Nullable Known known;
  private @Nullable Failed failed;

  OidcProvider(OidcSettings settings, Clock clock) {
    this.issuer = settings.issuer();
    this.trust = settings.trust();
    this.clock = clock;
  }

  /**
   * What it said.
   *
   * @param signatures those that it may sign with
   * @param keys its keys as they are now; asked for again when one is unknown
   */
  record Known(
      OIDCProviderMetadata metadata,
      Set<JWSAlgorithm> signatures,
      JWKSource<SecurityContext> keys,
      Instant asked) {}

  private record Failed(OidcException why, Instant at) {}

  /**
   * What it says of itself; what it said before if it does not answer now.
   *
   * @throws OidcException if it has never answered
   */
  synchronized Known known() {
    Instant now = clock.instant();
    Known before = known;
    if (before != null && now.isBefore(before.asked.plus(FRESH))) {
      return before;
    }
    Failed failure = failed;
    if (failure == null || !now.isBefore(failure.at.plus(NOT_AGAIN))) {
      try {
        Known asked = ask(now, before);
        known = asked;
        failed = null;
        return asked;
      } catch (OidcException e) {
        LOG.warn("{}", e.getMessage(), e);
        failure = new Failed(e, now);
        failed = failure;
      }
    }
    if (before != null) {
      return before;
    }
    throw failure.why;
  }

  private Known ask(Instant now, @Nullable Known before) {
    try {
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.resolve(new Issuer(issuer), this::prepare);
      if (metadata.getAuthorizationEndpointURI() == null
          || metadata.getTokenEndpointURI() == null
          || metadata.getJWKSetURI() == null) {
        throw unavailable("says nothing of where to sign in, of its tokens or of its keys", null);
      }
      JWKSource<SecurityContext> keys =
          before != null && before.metadata.getJWKSetURI().equals(metadata.getJWKSetURI())
              ? before.keys
              : keys(metadata);
      return new Known(metadata, signatures(metadata), keys, now);
    } catch (GeneralException e) {
      throw unavailable("answers something else than " + issuer + " should", e);
    } catch (IOException e) {
      throw unavailable("does not answer", e);
    }
  }

  /** What holds of each request to the provider. */
  void prepare(HTTPRequest request) {
    request.setConnectTimeout(PATIENCE_MILLIS);
    request.setReadTimeout(PATIENCE_MILLIS);
    trust.map(ProviderTrust::sockets).ifPresent(request::setSSLSocketFactory);
  }

  private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata)
      throws MalformedURLException {
    return JWKSourceBuilder.<SecurityContext>create(
            metadata.getJWKSetURI().toURL(),
            new DefaultResourceRetriever(
                PATIENCE_MILLIS,
                PATIENCE_MILLIS,
                MOST_BYTES_OF_KEYS,
                false,
                trust.map(ProviderTrust::sockets).orElse(null)))
        .retrying(true)
        .build();
  }

  /** Of a provider that does not say: the one that each must have. */
  private static Set<JWSAlgorithm> signatures(OIDCProviderMetadata metadata) {
    List<JWSAlgorithm> said = metadata.getIDTokenJWSAlgs();
    Set<JWSAlgorithm> allowed =
        new LinkedHashSet<>(said == null ? List.of(JWSAlgorithm.RS256) : said);
    allowed.retainAll(SIGNATURES);
    return allowed.isEmpty() ? Set.of(JWSAlgorithm.RS256) : allowed;
  }

  OidcException unavailable(String what, @Nullable Exception cause) {
    return new OidcException(
        OidcException.Kind.UNAVAILABLE,
        "The provider " + issuer + " " + what,
        "Sign in with a token meanwhile; whoever runs the server finds the reason in its log",
        cause);
  }
}
