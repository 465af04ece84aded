package io.sluice.server.access.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.sluice.server.access.Account;
import io.sluice.server.access.Holder;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.user.Users;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in by a provider: {@link #begin} sends the browser there, {@link #finish} takes what it
 * brings back. May be used from any thread.
 */
public final class OidcSignIn {
  /**
   * The cookie that a browser keeps between the two: {@code HttpOnly}, {@code SameSite=Lax} (it
   * comes back from another site), for the path of {@link OidcSettings#CALLBACK} alone.
   */
  public static final String COOKIE = "Sluice-Sign-In";

  private final OidcSettings settings;
  private final OidcProvider provider;
  private final CodeExchange exchange;
  private final Users users;
  private final Sessions sessions;
  private final SecureRandom random;
  private final Clock clock;

  public OidcSignIn(
      OidcSettings settings, Users users, Sessions sessions, SecureRandom random, Clock clock) {
    this.settings = settings;
    this.provider = new OidcProvider(settings, clock);
    this.exchange = new CodeExchange(settings, provider);
    this.users = users;
    this.sessions = sessions;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Where a browser goes, and what it takes along.
   *
   * @param cookie the value of {@link #COOKIE}
   */
  public record Departure(URI to, String cookie) {}

  /**
   * Somebody who is in.
   *
   * @param returnTo the path on this server that they wanted
   */
  public record Arrival(Sessions.Opened opened, String returnTo) {}

  /** What people call the provider by: its host. */
  public String providerName() {
    return Optional.ofNullable(URI.create(settings.issuer()).getHost()).orElse(settings.issuer());
  }

  /**
   * Sends somebody to the provider.
   *
   * @param returnTo a path on this server; anything else is taken for {@code /}
   * @throws OidcException of kind UNAVAILABLE
   */
  public Departure begin(String returnTo) {
    OIDCProviderMetadata metadata = provider.known().metadata();
    OidcFlow flow = OidcFlow.begin(random, clock.instant(), returnTo);
    Scope scope = new Scope("openid");
    settings.scopes().forEach(scope::add);
    URI to =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, scope, new ClientID(settings.clientId()), settings.callback())
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(new State(flow.state()))
            .nonce(new Nonce(flow.nonce()))
            .codeChallenge(new CodeVerifier(flow.verifier()), CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new Departure(to, flow.cookie());
  }

  /**
   * Takes somebody who comes back from the provider.
   *
   * @param query what the provider had the browser bring
   * @param cookie the value of {@link #COOKIE}, to be deleted now; null if the browser has none
   * @param before the cookie of a session that the browser has; null if none
   * @throws OidcException if they are not let in
   */
  public Arrival finish(
      Map<String, List<String>> query,
      @Nullable String cookie,
      Caller caller,
      @Nullable String before) {
    OidcFlow flow =
        Optional.ofNullable(cookie)
            .flatMap(text -> OidcFlow.read(text, clock.instant()))
            .orElseThrow(() -> notOurs("too long ago, or in another browser"));
    AuthenticationResponse response = response(query);
    State state = response.getState();
    if (state == null || !flow.hasState(state.getValue())) {
      throw notOurs("by another click, or by another page");
    }
    // RFC 9207: of several providers, it must be the one that was asked.
    if (response.getIssuer() != null
        && !response.getIssuer().getValue().equals(settings.issuer())) {
      throw notOurs("at another provider");
    }
    if (!response.indicatesSuccess()) {
      throw new OidcException(
          OidcException.Kind.REFUSED,
          "The provider let nobody in ("
              + OidcError.shown(response.toErrorResponse().getErrorObject())
              + ")",
          null);
    }
    AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
    if (code == null) {
      throw notAnAnswer(null);
    }
    OidcPerson person = exchange.person(code, flow);
    return new Arrival(let(person, caller, before), flow.returnTo());
  }

  /**
   * Where to send a browser that signs out, so that the provider forgets it as well; empty if the
   * provider has no such place or does not answer.
   */
  public Optional<URI> signOut() {
    try {
      return Optional.ofNullable(provider.known().metadata().getEndSessionEndpointURI())
          .map(
              endpoint ->
                  new LogoutRequest(
                          endpoint,
                          null,
                          null,
                          new ClientID(settings.clientId()),
                          settings.server().resolve("/"),
                          null,
                          null)
                      .toURI());
    } catch (OidcException e) {
      return Optional.empty();
    }
  }

  private Sessions.Opened let(OidcPerson person, Caller caller, @Nullable String before) {
    Account account =
        users.arrived(person.issuer(), person.subject(), person.name(), person.grants());
    if (account.isBlocked()) {
      throw new OidcException(
          OidcException.Kind.REFUSED,
          account.name() + " was blocked on this server",
          "Ask who administers it");
    }
    if (account.grants().isEmpty()) {
      throw new OidcException(
          OidcException.Kind.REFUSED,
          account.name() + " may do nothing on this server",
          "Who administers it can give roles to a group under server.oidc.roles of sluice.yaml, or"
              + " to "
              + account.name()
              + " alone");
    }
    return sessions.open(Holder.user(account.id()), caller, before);
  }

  private AuthenticationResponse response(Map<String, List<String>> query) {
    try {
      return AuthenticationResponseParser.parse(settings.callback(), query);
    } catch (ParseException e) {
      throw notAnAnswer(e);
    }
  }

  private static OidcException notAnAnswer(@Nullable Exception cause) {
    return new OidcException(
        OidcException.Kind.INVALID,
        "What came back is no answer of a provider",
        "Sign in anew",
        cause);
  }

  private static OidcException notOurs(String how) {
    return new OidcException(
        OidcException.Kind.INVALID,
        "What came back does not belong to a sign-in that began here: it began " + how,
        "Sign in anew");
  }
}
