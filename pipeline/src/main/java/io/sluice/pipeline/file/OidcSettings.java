package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.ScalarType.choice;
import static io.sluice.pipeline.setting.ScalarType.text;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.pipeline.server.OidcSpec;
import io.sluice.pipeline.setting.ListType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys under {@code server.oidc}. */
final class OidcSettings {
  private static final Setting<String> ISSUER =
      Setting.required(
          "issuer", text("the URL of the provider"), "The provider, as it calls itself.");
  private static final Setting<String> CLIENT_ID =
      Setting.required(
          "client.id", text("a client's id"), "What the provider knows this server by.");
  private static final Setting<String> CLIENT_SECRET =
      Setting.optional(
          "client.secret",
          text("a client's secret"),
          "Of a confidential client; without it the client is public (PKCE is used in either"
              + " case).");
  private static final Setting<String> TRUST =
      Setting.optional(
          "truststore",
          text("a file"),
          "Whom to trust at the provider's address: PEM, PKCS12 or JKS, from this file on. Default:"
              + " what Java trusts.");
  private static final Setting<String> TRUST_PASSWORD =
      Setting.optional(
          "truststore.password", text("a password"), "Of a PKCS12 or JKS; PEM has none.");
  private static final Setting<List<String>> SCOPES =
      Setting.of(
          "scopes",
          new ListType<>("a list of scopes", text("a scope"), 0),
          List.of("openid", "profile", "email"),
          "What is asked for; `openid` always is.");
  private static final Setting<String> NAME =
      Setting.optional(
          "name",
          text("a claim"),
          "Which claim people are called by. Default: the first there is of `email`,"
              + " `preferred_username` and `sub`.");
  private static final Setting<String> CLAIM =
      Setting.of(
          "claim",
          text("a claim, such as groups or realm_access.roles"),
          "groups",
          "Which claim says what somebody is a member of; dots lead into nested ones.");

  private static final Setting<String> VALUE =
      Setting.required("value", text("a value of the claim"), "To the letter.");
  private static final Setting<OidcSpec.RoleName> ROLE =
      Setting.required("role", choice(OidcSpec.RoleName.class), "What it gives.");
  private static final Setting<String> NAMESPACE =
      Setting.of("namespace", text("a namespace or *"), "*", "Where; `*` for everywhere.");
  private static final Setting<List<OidcSpec.RoleRule>> ROLES =
      Setting.of(
          "roles",
          new ListType<>(
              "a list of what values of the claim give",
              new Section<>(
                  "what a value of the claim gives",
                  List.of(VALUE, ROLE, NAMESPACE),
                  (values, problems) ->
                      new OidcSpec.RoleRule(
                          values.get(VALUE), values.get(ROLE), values.get(NAMESPACE))),
              0),
          List.of(),
          "What values of the claim give.");

  static final Setting<OidcSpec> OIDC =
      Setting.optional(
          "oidc",
          new Section<>(
              "a provider of OpenID Connect",
              List.of(
                  ISSUER,
                  CLIENT_ID,
                  CLIENT_SECRET,
                  TRUST,
                  TRUST_PASSWORD,
                  SCOPES,
                  NAME,
                  CLAIM,
                  ROLES),
              OidcSettings::oidc),
          "A provider of OpenID Connect by which people sign in.");

  private OidcSettings() {}

  private static @Nullable OidcSpec oidc(Section.Values values, Problems problems) {
    String issuer = values.get(ISSUER);
    if (!Secrets.isReference(issuer) && !isOfProvider(issuer)) {
      problems.error(
          values.placeOf(ISSUER),
          "expected https://..., found " + Problems.shown(issuer),
          "http:// is for a provider on this machine alone: what it says is who people are");
      return null;
    }
    return new OidcSpec(
        client(values),
        values.get(SCOPES),
        values.find(NAME),
        values.get(CLAIM),
        values.get(ROLES));
  }

  private static UnresolvedConfig client(Section.Values values) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Place> places = new HashMap<>();
    for (Setting<String> setting :
        List.of(ISSUER, CLIENT_ID, CLIENT_SECRET, TRUST, TRUST_PASSWORD)) {
      values
          .find(setting)
          .ifPresent(
              text -> {
                texts.put(setting.key(), text);
                places.put(setting.key(), values.placeOf(setting));
              });
    }
    return new UnresolvedConfig(texts, places, values.placeOf(ISSUER), Set.of());
  }

  private static boolean isOfProvider(String issuer) {
    try {
      URI uri = new URI(issuer);
      String host = uri.getHost();
      return host != null
          && ("https".equals(uri.getScheme())
              || "http".equals(uri.getScheme())
                  && Set.of("localhost", "127.0.0.1", "[::1]").contains(host));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
