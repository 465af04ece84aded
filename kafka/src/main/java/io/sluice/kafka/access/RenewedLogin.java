package io.sluice.kafka.access;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a Kafka client its user and password by looking them up each time that it logs in, so that
 * a password may change while the client runs. Kafka makes one for each client by the name of this
 * class and calls it on the client's own threads; {@link LoginReferences} says what it finds.
 */
public final class RenewedLogin implements AuthenticateCallbackHandler {
  static final String USERNAME = "sluice.username";
  static final String PASSWORD = "sluice.password";

  private static final Logger LOG = LoggerFactory.getLogger(RenewedLogin.class);

  private final SaslClientCallbackHandler usual = new SaslClientCallbackHandler();
  private final Map<String, ConfigProvider> providers =
      Map.of(
          "env", new EnvVarConfigProvider(),
          "file", new FileConfigProvider(),
          "dir", new DirectoryConfigProvider());
  private String username = "";
  private String password = "";

  /** Made by Kafka. */
  public RenewedLogin() {
    providers.values().forEach(provider -> provider.configure(Map.of()));
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    usual.configure(configs, mechanism, entries);
    for (AppConfigurationEntry entry : entries) {
      username = reference(entry, USERNAME);
      password = reference(entry, PASSWORD);
    }
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      usual.handle(new Callback[] {callback});
      if (callback instanceof NameCallback name && !username.isEmpty()) {
        name.setName(now(username, name.getName()));
      } else if (callback instanceof PasswordCallback secret && !password.isEmpty()) {
        secret.setPassword(now(password, new String(secret.getPassword())).toCharArray());
      }
    }
  }

  /** What a text with references means now; what it meant at the start, when nobody can tell. */
  private String now(String text, String before) {
    String found;
    try {
      found = new ConfigTransformer(providers).transform(Map.of("text", text)).data().get("text");
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be read; the login goes on with what it was", text, e);
      return before;
    }
    if (found == null || LoginReferences.refers(found)) {
      LOG.warn("{} leads nowhere; the login goes on with what it was", text);
      return before;
    }
    return found;
  }

  private static String reference(AppConfigurationEntry entry, String option) {
    Object hidden = entry.getOptions().get(option);
    return hidden == null ? "" : Seal.opened(hidden.toString());
  }

  @Override
  public void close() {
    usual.close();
  }
}
