package io.sluice.kafka.access;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * Keeps references such as <code>${file:/run/secrets/kafka.properties:password}</code> in {@code
 * sasl.jaas.config} from being replaced once and for all: they are handed to {@link RenewedLogin},
 * which looks at each login.
 */
public final class LoginReferences {
  private static final String JAAS = "sasl.jaas.config";
  private static final String HANDLER = "sasl.client.callback.handler.class";

  /** Those that can be looked up anywhere; other providers are plugins of the worker. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(env|file|dir):([^}:]*)(:[^}]*)?}");

  private LoginReferences() {}

  static boolean refers(String text) {
    return REFERENCE.matcher(text).find();
  }

  /**
   * Settings of which every login is looked up anew where it refers to something.
   *
   * @param resolved settings of a worker or client
   * @param written the same with their references in place; what is missing there refers to nothing
   * @param folder where relative paths start
   * @return {@code resolved} with other logins; those that nobody can read stay as they are
   */
  public static Map<String, String> keep(
      Map<String, String> resolved, Map<String, String> written, Path folder) {
    Map<String, String> kept = new LinkedHashMap<>(resolved);
    written.forEach(
        (key, text) -> {
          String now = resolved.get(key);
          String handler = key.substring(0, Math.max(0, key.length() - JAAS.length())) + HANDLER;
          if (key.endsWith(JAAS) && now != null && refers(text) && !resolved.containsKey(handler)) {
            String renewed = renewed(now, text, folder);
            if (!renewed.isEmpty()) {
              kept.put(key, renewed);
              kept.put(handler, RenewedLogin.class.getName());
            }
          }
        });
    return kept;
  }

  /** Empty when it is no login with user and password. */
  private static String renewed(String now, String written, Path folder) {
    List<AppConfigurationEntry> modules;
    List<AppConfigurationEntry> asWritten;
    try {
      modules = modules(now);
      asWritten = modules(written);
    } catch (IllegalArgumentException e) {
      return ""; // Kafka says what is wrong with it, and better.
    }
    if (modules.size() != 1 || asWritten.size() != 1) {
      return "";
    }
    Map<String, Object> options = new LinkedHashMap<>(modules.get(0).getOptions());
    Map<String, ?> references = asWritten.get(0).getOptions();
    boolean any = hide(references, "username", options, RenewedLogin.USERNAME, folder);
    any |= hide(references, "password", options, RenewedLogin.PASSWORD, folder);
    return any ? text(modules.get(0).getLoginModuleName(), options) : "";
  }

  private static List<AppConfigurationEntry> modules(String text) {
    return JaasContext.loadClientContext(Map.of(JAAS, new Password(text))).configurationEntries();
  }

  /** In letters in which a worker that replaces references finds none. */
  private static boolean hide(
      Map<String, ?> references,
      String option,
      Map<String, Object> options,
      String under,
      Path folder) {
    String text = String.valueOf(references.get(option));
    if (!refers(text)) {
      return false;
    }
    options.put(under, Seal.sealed(absolute(text, folder)));
    return true;
  }

  private static String absolute(String text, Path folder) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> {
              String key = found.group(3) == null ? "" : found.group(3);
              String path =
                  found.group(1).equals("env")
                      ? found.group(2)
                      : folder.resolve(found.group(2)).toAbsolutePath().normalize().toString();
              return Matcher.quoteReplacement("${" + found.group(1) + ":" + path + key + "}");
            });
  }

  private static String text(String module, Map<String, Object> options) {
    StringBuilder text = new StringBuilder(module).append(" required");
    options.forEach(
        (name, value) ->
            text.append(' ')
                .append(name)
                .append("=\"")
                .append(value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
    return text.append(';').toString();
  }
}
