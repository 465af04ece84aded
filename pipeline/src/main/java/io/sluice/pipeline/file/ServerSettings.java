package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.ScalarType.count;
import static io.sluice.pipeline.setting.ScalarType.duration;
import static io.sluice.pipeline.setting.ScalarType.text;

import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.server.Network;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.pipeline.setting.ListType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys under {@code server}, but for those of {@link OidcSettings}. */
final class ServerSettings {
  private static final ServerSpec DEFAULT = ServerSpec.DEFAULT;
  private static final Set<String> TLS_KEYS = Set.of("file", "password");

  private static final Setting<String> HOST =
      Setting.of(
          "host",
          text("a name or an address of this machine"),
          DEFAULT.host(),
          "Where to listen; `0.0.0.0` for everybody who reaches this machine.");
  private static final Setting<Long> PORT =
      Setting.of("port", count(0, 65_535), (long) DEFAULT.port(), "0 takes a free one.");
  private static final Setting<String> URL =
      Setting.optional(
          "url",
          text("the URL by which browsers reach the server"),
          "How browsers reach the server where a proxy or a name stands between.");
  private static final Setting<UnresolvedConfig> TLS =
      Setting.optional(
          "tls",
          new KnownKeys("the keys of HTTPS", TLS_KEYS::contains, TLS_KEYS),
          "HTTPS: `file` with the key and its certificates, PEM or PKCS#12; `password` of the"
              + " latter.");
  private static final Setting<List<String>> TRUSTED_PROXIES =
      Setting.of(
          "trusted_proxies",
          new ListType<>("a list of addresses and networks", text("10.0.0.0/8, an address"), 0),
          List.of(),
          "Whose `X-Forwarded-For` is believed.");

  private static final Setting<Duration> IDLE =
      Setting.of(
          "idle",
          duration(Duration.ofMinutes(5), Duration.ofDays(90)),
          DEFAULT.sessions().idle(),
          "Who asks for nothing so long is signed out.");
  private static final Setting<Duration> LONGEST_SESSION =
      Setting.of(
          "longest",
          duration(Duration.ofMinutes(5), Duration.ofDays(90)),
          DEFAULT.sessions().longest(),
          "Everybody is signed out after this.");
  private static final Setting<ServerSpec.Sessions> SESSIONS =
      Setting.of(
          "sessions",
          new Section<>("sessions", List.of(IDLE, LONGEST_SESSION), ServerSettings::sessions),
          DEFAULT.sessions(),
          "How long somebody stays signed in.");

  private static final Setting<Duration> LIFETIME =
      Setting.of(
          "lifetime",
          duration(Duration.ofMinutes(1), Duration.ofDays(3_650)),
          DEFAULT.tokens().lifetime(),
          "Of a token that is made without saying how long.");
  private static final Setting<Duration> LONGEST_TOKEN =
      Setting.of(
          "longest",
          duration(Duration.ofMinutes(1), Duration.ofDays(3_650)),
          DEFAULT.tokens().longest(),
          "The longest that may be asked for.");
  private static final Setting<ServerSpec.Tokens> TOKENS =
      Setting.of(
          "tokens",
          new Section<>("tokens", List.of(LIFETIME, LONGEST_TOKEN), ServerSettings::tokens),
          DEFAULT.tokens(),
          "How long tokens are good.");

  private static final Section<ServerSpec> SECTION =
      new Section<>(
          "the server of this folder",
          List.of(HOST, PORT, URL, TLS, TRUSTED_PROXIES, SESSIONS, TOKENS, OidcSettings.OIDC),
          ServerSettings::server);

  static final Setting<ServerSpec> SERVER =
      Setting.of("server", SECTION, DEFAULT, "How `sluice up` serves this folder.");

  private ServerSettings() {}

  private static @Nullable ServerSpec server(Section.Values values, Problems problems) {
    int before = problems.count();
    values
        .find(URL)
        .filter(url -> !isOfServer(url))
        .ifPresent(
            url ->
                problems.error(
                    values.placeOf(URL),
                    "expected http:// or https://, a host and nothing behind it, found "
                        + Problems.shown(url),
                    null));
    values
        .find(TLS)
        .filter(tls -> !tls.values().containsKey("file"))
        .ifPresent(
            tls ->
                problems.error(
                    tls.placeOf("file"),
                    "is missing, expected a file with the server's key and its certificates",
                    null));
    List<Network> proxies = new ArrayList<>();
    for (String proxy : values.get(TRUSTED_PROXIES)) {
      Network.parse(proxy)
          .ifPresentOrElse(
              proxies::add,
              () ->
                  problems.error(
                      values.placeOf(TRUSTED_PROXIES),
                      "expected an address or a network such as 10.0.0.0/8, found "
                          + Problems.shown(proxy),
                      "Names are not taken: what they lead to may change"));
    }
    return problems.count() > before
        ? null
        : new ServerSpec(
            values.get(HOST),
            values.get(PORT).intValue(),
            values
                .find(URL)
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url),
            values.find(TLS),
            proxies,
            values.get(SESSIONS),
            values.get(TOKENS),
            values.find(OidcSettings.OIDC));
  }

  private static boolean isOfServer(String url) {
    try {
      URI uri = new URI(url);
      return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && Set.of("", "/").contains(uri.getRawPath())
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static ServerSpec.@Nullable Sessions sessions(Section.Values values, Problems problems) {
    return isWithin(values, IDLE, LONGEST_SESSION, problems)
        ? new ServerSpec.Sessions(values.get(IDLE), values.get(LONGEST_SESSION))
        : null;
  }

  private static ServerSpec.@Nullable Tokens tokens(Section.Values values, Problems problems) {
    return isWithin(values, LIFETIME, LONGEST_TOKEN, problems)
        ? new ServerSpec.Tokens(values.get(LIFETIME), values.get(LONGEST_TOKEN))
        : null;
  }

  private static boolean isWithin(
      Section.Values values,
      Setting<Duration> shorter,
      Setting<Duration> longest,
      Problems problems) {
    if (values.get(shorter).compareTo(values.get(longest)) <= 0) {
      return true;
    }
    problems.error(
        values.placeOf(values.written(shorter) ? shorter : longest),
        "expected " + shorter.key() + " to be no longer than " + longest.key(),
        shorter.key()
            + " is "
            + shorter.type().show(values.get(shorter))
            + ", "
            + longest.key()
            + " is "
            + longest.type().show(values.get(longest)));
    return false;
  }
}
