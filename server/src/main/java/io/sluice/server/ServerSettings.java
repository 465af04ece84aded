package io.sluice.server;

import io.sluice.http.limit.ServerLimits;
import io.sluice.http.tls.ServerKey;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.oidc.OidcSettings;
import io.sluice.server.fleet.FleetSettings;
import io.sluice.server.http.WebSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a server goes about its work.
 *
 * @param web where and how it is served
 * @param oidc the provider by which people sign in; empty if they do by tokens alone
 * @param reached how it is reached from elsewhere; empty if nobody said
 * @param watch whether changed files are applied by themselves
 * @param log the file whose lines are shown as a pipeline's log, each a document of JSON
 * @param state where it is, as people are told: without a password
 * @param version of the software
 */
public record ServerSettings(
    WebSettings web,
    AccessSettings access,
    Optional<OidcSettings> oidc,
    FleetSettings fleet,
    Optional<URI> reached,
    boolean watch,
    Path log,
    String state,
    String version) {

  /**
   * What a project's file says of its server.
   *
   * @param project resolves the secrets in it
   * @throws io.sluice.http.tls.ServerKeyException if the key cannot be read
   */
  public static ServerSettings of(
      Project project, ServerSpec spec, boolean watch, String state, String version) {
    Path log = project.stateFolder().resolve("logs").resolve("server.log");
    return new ServerSettings(
        web(project, spec),
        AccessSettings.of(spec),
        spec.oidc()
            .map(
                oidc ->
                    OidcSettings.of(
                        oidc, resolved(project, oidc.client()), project.folder(), url(spec))),
        FleetSettings.DEFAULT,
        spec.url().map(URI::create),
        watch,
        log,
        state,
        version);
  }

  /**
   * What whoever starts the server should know of how it is served.
   *
   * @return sentences; none if all is well
   */
  public List<String> warnings() {
    boolean open =
        !isOfThisMachine(web.host())
            && web.key().isEmpty()
            && reached.filter(url -> "https".equals(url.getScheme())).isEmpty();
    return open
        ? List.of(
            "Others than this machine reach "
                + web.host()
                + " without TLS: whoever is on the way reads tokens and cookies. Say server.tls in"
                + " sluice.yaml, or have a proxy do it and say server.url with https://")
        : List.of();
  }

  private static boolean isOfThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // It will not be listened there either.
    }
  }

  private static WebSettings web(Project project, ServerSpec spec) {
    return new WebSettings(
        spec.host(),
        spec.port(),
        ServerLimits.defaults(),
        spec.tls().map(tls -> key(project, tls)),
        spec.url().map(url -> Set.of(URI.create(url).getHost())).orElse(Set.of()),
        spec.trustedProxies());
  }

  private static ServerKey key(Project project, UnresolvedConfig tls) {
    Map<String, String> said = resolved(project, tls);
    return ServerKey.read(
        project.folder().resolve(said.getOrDefault("file", "")), said.getOrDefault("password", ""));
  }

  private static Map<String, String> resolved(Project project, UnresolvedConfig config) {
    return project.secrets().resolve(config);
  }

  /** How browsers reach it; straight, unless it is said otherwise. */
  private static URI url(ServerSpec spec) {
    return spec.url()
        .map(URI::create)
        .orElseGet(
            () ->
                URI.create(
                    (spec.tls().isPresent() ? "https" : "http")
                        + "://"
                        + spec.host()
                        + ":"
                        + spec.port()));
  }
}
