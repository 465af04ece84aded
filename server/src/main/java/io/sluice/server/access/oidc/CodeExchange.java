package io.sluice.server.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes of the code that a browser brought back whom the provider means. Has no state. */
final class CodeExchange {
  /** How much the provider's clock may differ from ours. */
  private static final int CLOCK_SKEW_SECONDS = 60;

  private final OidcSettings settings;
  private final OidcProvider provider;
  private final ClientID client;

  CodeExchange(OidcSettings settings, OidcProvider provider) {
    this.settings = settings;
    this.provider = provider;
    this.client = new ClientID(settings.clientId());
  }

  /**
   * Who it is: by an ID token that the provider signed, for us, for this flow, just now.
   *
   * @throws OidcException if the provider does not answer, or what it answers is not that
   */
  OidcPerson person(AuthorizationCode code, OidcFlow flow) {
    OidcProvider.Known known = provider.known();
    OIDCTokenResponse tokens = tokens(known.metadata(), code, flow);
    JWT idToken = tokens.getOIDCTokens().getIDToken();
    if (idToken == null) {
      throw provider.unavailable("gave no ID token", null);
    }
    Map<String, Object> claims = new HashMap<>();
    IDTokenClaimsSet validated = validated(idToken, flow, known);
    claims.putAll(validated.toJSONObject());
    if (!settings.roles().areIn(claims)) {
      // Many say in the ID token who somebody is, and what they are a member of to who asks
      // further.
      more(known.metadata(), tokens.getOIDCTokens().getAccessToken(), validated)
          .forEach(claims::putIfAbsent);
    }
    String subject = validated.getSubject().getValue();
    return new OidcPerson(
        settings.issuer(), subject, name(claims, subject), settings.roles().from(claims));
  }

  private OIDCTokenResponse tokens(
      OIDCProviderMetadata metadata, AuthorizationCode code, OidcFlow flow) {
    URI endpoint = metadata.getTokenEndpointURI();
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(code, settings.callback(), new CodeVerifier(flow.verifier()));
    TokenRequest request =
        settings
            .clientSecret()
            .map(
                secret -> new TokenRequest(endpoint, authentication(metadata, secret), grant, null))
            .orElseGet(() -> new TokenRequest(endpoint, client, grant, null));
    try {
      HTTPRequest asking = request.toHTTPRequest();
      // A secret goes where the provider said, and nowhere that an answer says.
      asking.setFollowRedirects(false);
      TokenResponse response = OIDCTokenResponseParser.parse(sent(asking));
      if (!response.indicatesSuccess()) {
        throw refused(response.toErrorResponse().getErrorObject());
      }
      return (OIDCTokenResponse) response.toSuccessResponse();
    } catch (ParseException e) {
      throw provider.unavailable("gave no tokens for the code", e);
    } catch (IOException e) {
      throw provider.unavailable("does not answer", e);
    }
  }

  private ClientAuthentication authentication(OIDCProviderMetadata metadata, String secret) {
    List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
    boolean post =
        taken != null
            && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return post
        ? new ClientSecretPost(client, new Secret(secret))
        : new ClientSecretBasic(client, new Secret(secret));
  }

  private OidcException refused(ErrorObject error) {
    return new OidcException(
        OidcException.Kind.INVALID,
        "The provider took the code back for none of ours (" + OidcError.shown(error) + ")",
        "Sign in anew; if it stays so, compare client.id and client.secret in sluice.yaml with the"
            + " provider's, and its list of addresses to send browsers back to with "
            + settings.callback());
  }

  private IDTokenClaimsSet validated(JWT idToken, OidcFlow flow, OidcProvider.Known known) {
    IDTokenValidator validator =
        new IDTokenValidator(
            new Issuer(settings.issuer()),
            client,
            new JWSVerificationKeySelector<>(known.signatures(), known.keys()),
            null);
    validator.setMaxClockSkew(CLOCK_SKEW_SECONDS);
    try {
      IDTokenClaimsSet claims = validator.validate(idToken, new Nonce(flow.nonce()));
      AuthorizedParty party = claims.getAuthorizedParty();
      // OpenID Connect Core 1.0, 3.1.3.7, 3 to 5: of a token that others may take as well, who
      // asked
      // for it must be told, and must be us.
      if (party == null
          ? claims.getAudience().size() > 1
          : !party.getValue().equals(client.getValue())) {
        throw new BadJWTException("Unexpected JWT authorized party");
      }
      return claims;
    } catch (KeySourceException e) {
      throw provider.unavailable("does not give its keys", e);
    } catch (BadJOSEException | JOSEException e) {
      // Its text is the library's, about the form of the token; values are not in it.
      throw new OidcException(
          OidcException.Kind.INVALID,
          "What the provider says of who it is does not hold: " + e.getMessage(),
          "Sign in anew; if it stays so, look whether the clocks of both machines are right",
          e);
    }
  }

  private Map<String, Object> more(
      OIDCProviderMetadata metadata, AccessToken token, IDTokenClaimsSet validated) {
    URI endpoint = metadata.getUserInfoEndpointURI();
    if (endpoint == null || token == null) {
      return Map.of();
    }
    try {
      HTTPRequest asking = new UserInfoRequest(endpoint, token).toHTTPRequest();
      asking.setFollowRedirects(false);
      UserInfoResponse response = UserInfoResponse.parse(sent(asking));
      UserInfo info =
          response.indicatesSuccess() ? response.toSuccessResponse().getUserInfo() : null;
      // OpenID Connect Core 1.0, 5.3.2: of somebody else it must not be used.
      return info != null && info.getSubject().equals(validated.getSubject())
          ? info.toJSONObject()
          : Map.of();
    } catch (ParseException e) {
      throw provider.unavailable("answers nothing of use about users", e);
    } catch (IOException e) {
      throw provider.unavailable("does not answer", e);
    }
  }

  private HTTPResponse sent(HTTPRequest request) throws IOException {
    provider.prepare(request);
    return request.send();
  }

  private String name(Map<String, Object> claims, String subject) {
    List<String> candidates =
        settings.nameClaim().map(List::of).orElse(List.of("email", "preferred_username"));
    return candidates.stream()
        .map(claims::get)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse(subject);
  }
}
