package io.sluice.server.access.oidc;

import io.sluice.pipeline.server.OidcSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The provider and what it knows this server by.
 *
 * @param issuer as the provider calls itself
 * @param clientSecret never to be logged; empty for a public client
 * @param scopes what is asked for beside {@code openid}
 * @param nameClaim which claim people are called by; empty for the usual ones
 * @param roles what the claims give
 * @param server how browsers reach this server
 * @param trust whose certificates are believed at the provider's address; empty for those that Java
 *     believes
 */
public record OidcSettings(
    String issuer,
    String clientId,
    Optional<String> clientSecret,
    List<String> scopes,
    Optional<String> nameClaim,
    ClaimRoles roles,
    URI server,
    Optional<ProviderTrust> trust) {
  /** Where the provider sends browsers back to. */
  public static final String CALLBACK = "/auth/oidc/callback";

  public OidcSettings {
    scopes = List.copyOf(scopes);
  }

  /**
   * What the project file says.
   *
   * @param resolved its {@code client} with every reference replaced by what it leads to
   * @param folder where relative paths start
   * @param server how browsers reach this server
   * @throws io.sluice.project.ProjectException if its store of certificates cannot be read
   */
  public static OidcSettings of(
      OidcSpec spec, Map<String, String> resolved, Path folder, URI server) {
    return new OidcSettings(
        required(resolved, "issuer"),
        required(resolved, "client.id"),
        Optional.ofNullable(resolved.get("client.secret")),
        spec.scopes(),
        spec.nameClaim(),
        ClaimRoles.of(spec.claim(), spec.roles()),
        server,
        Optional.ofNullable(resolved.get("truststore"))
            .map(
                file ->
                    ProviderTrust.read(
                        folder.resolve(file), resolved.getOrDefault("truststore.password", ""))));
  }

  /** What the provider is to be told as the address to send browsers back to. */
  public URI callback() {
    return server.resolve(CALLBACK);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return issuer + " as " + clientId;
  }

  private static String required(Map<String, String> resolved, String key) {
    String value = resolved.get(key);
    if (value == null) {
      throw new IllegalArgumentException("server.oidc." + key + " is missing");
    }
    return value;
  }
}
