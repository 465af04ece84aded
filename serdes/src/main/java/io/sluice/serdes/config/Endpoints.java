package io.sluice.serdes.config;

import io.sluice.serdes.config.ClientSettings.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;

/** The URLs of the settings, each with what lets one in. */
final class Endpoints {
  private Endpoints() {}

  static List<Endpoint> of(AbstractConfig config) {
    List<Endpoint> endpoints = new ArrayList<>();
    String general = general(config);
    boolean fromUrl = List.of("", "URL").contains(config.getString(ClientOptions.BASIC_SOURCE));
    for (String url : config.getList(ClientOptions.URL)) {
      endpoints.add(endpoint(url.trim(), general, fromUrl));
    }
    if (endpoints.isEmpty()) {
      throw refused("expected at least one URL, such as http://registry:8081; found none");
    }
    return endpoints;
  }

  private static Endpoint endpoint(String url, @Nullable String general, boolean fromUrl) {
    URI parsed;
    try {
      parsed = new URI(url);
    } catch (URISyntaxException e) {
      // Invariant 9: the text may have a password in it, and so may what the exception says.
      throw refused(
          "expected URLs such as http://registry:8081, found one that is none, at its character "
              + e.getIndex());
    }
    if (!"http".equals(parsed.getScheme()) && !"https".equals(parsed.getScheme())) {
      throw refused("expected URLs that begin with http:// or https://; found another scheme");
    }
    if (parsed.getHost() == null) {
      throw refused("expected URLs such as http://registry:8081; found one without a host");
    }
    String user = parsed.getUserInfo();
    String authorization = general == null && fromUrl && user != null ? basic(user) : general;
    return new Endpoint(withoutUser(parsed), authorization);
  }

  private static URI withoutUser(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + url.getHost() + port + path);
  }

  /** The header for all URLs that the settings beside them ask for; null if they ask for none. */
  private static @Nullable String general(AbstractConfig config) {
    String token = config.getPassword(ClientOptions.BEARER_TOKEN).value();
    if (!token.isEmpty()) {
      return "Bearer " + token;
    }
    return switch (config.getString(ClientOptions.BASIC_SOURCE)) {
      case "USER_INFO" -> {
        String user = userInfo(config);
        if (user.isEmpty()) {
          throw new ConfigException(
              ClientOptions.USER_INFO, "[hidden]", "expected user:password, found nothing");
        }
        yield basic(user);
      }
      case "SASL_INHERIT" -> basic(saslUser(config.originals()));
      case "" -> userInfo(config).isEmpty() ? null : basic(userInfo(config));
      default -> null; // The URL's own.
    };
  }

  private static String userInfo(AbstractConfig config) {
    String specific = config.getPassword(ClientOptions.REGISTRY_USER_INFO).value();
    String user =
        specific.isEmpty() ? config.getPassword(ClientOptions.USER_INFO).value() : specific;
    if (!user.isEmpty() && user.indexOf(':') < 0) {
      throw new ConfigException(
          ClientOptions.USER_INFO, "[hidden]", "expected user:password, found no colon");
    }
    return user;
  }

  private static String saslUser(Map<String, ?> settings) {
    Object jaas = settings.get(SaslConfigs.SASL_JAAS_CONFIG);
    if (jaas == null) {
      throw new ConfigException(
          ClientOptions.BASIC_SOURCE,
          "SASL_INHERIT",
          "expected " + SaslConfigs.SASL_JAAS_CONFIG + " among the settings, found none");
    }
    Password text = jaas instanceof Password password ? password : new Password(jaas.toString());
    JaasContext context = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, text));
    for (AppConfigurationEntry entry : context.configurationEntries()) {
      Object user = entry.getOptions().get("username");
      Object password = entry.getOptions().get("password");
      if (user != null && password != null) {
        return user + ":" + password;
      }
    }
    throw new ConfigException(
        ClientOptions.BASIC_SOURCE,
        "SASL_INHERIT",
        "expected username and password in "
            + SaslConfigs.SASL_JAAS_CONFIG
            + " (SASL PLAIN or SCRAM), found neither");
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  private static ConfigException refused(String problem) {
    return new ConfigException(ClientOptions.URL, "[hidden]", problem);
  }
}
