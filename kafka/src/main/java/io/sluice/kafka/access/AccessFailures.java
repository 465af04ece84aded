package io.sluice.kafka.access;

import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/** From what Kafka's clients throw at a door to a line that says what to do. */
final class AccessFailures {
  /** How Kafka's own complaint begins, before the path. */
  private static final String STORE = "Failed to load SSL keystore ";

  private AccessFailures() {}

  /** Of an attempt to get in. */
  static KafkaAccessException of(
      String where, Map<String, String> client, @Nullable Throwable cause) {
    if (cause instanceof SslAuthenticationException) {
      return TlsFailure.of(cause)
          .map(failure -> tls(where, client, failure, cause))
          .orElseGet(
              () ->
                  new KafkaAccessException(
                      where + " and this one do not agree about TLS: " + deepest(cause),
                      "Mind ssl.truststore.location and ssl.keystore.location.",
                      cause));
    }
    if (cause instanceof UnsupportedSaslMechanismException
        || cause instanceof IllegalSaslStateException) {
      return new KafkaAccessException(
          where + " takes no login by this mechanism: " + cause.getMessage(),
          "Change sasl.mechanism to one that it has, with the login module of that one.",
          cause);
    }
    if (cause instanceof SaslAuthenticationException) {
      return new KafkaAccessException(
          where + " refuses the login: " + cause.getMessage(),
          "Mind user name and password in sasl.jaas.config, and sasl.mechanism.",
          cause);
    }
    if (cause instanceof AuthenticationException) {
      return new KafkaAccessException(
          where + " refuses the login: " + cause.getMessage(),
          "Mind the settings sasl.* and ssl.*.",
          cause);
    }
    if (cause instanceof ClusterAuthorizationException || cause instanceof AuthorizationException) {
      return new KafkaAccessException(
          where + " does not allow this user to ask: " + cause.getMessage(),
          "Give it the right with kafka-acls.",
          cause);
    }
    return new KafkaAccessException(
        where + " answers, but does not tell its brokers: " + (cause == null ? "" : deepest(cause)),
        "Mind advertised.listeners of the brokers, and their log.",
        cause);
  }

  /** Of settings from which no client can be made. */
  static KafkaAccessException ofSettings(Map<String, String> client, Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      String said = String.valueOf(each.getMessage());
      if (said.startsWith(STORE)) {
        return new KafkaAccessException(
            "the key store " + said.substring(STORE.length()) + " cannot be read: " + store(each),
            "Mind ssl.truststore.* and ssl.keystore.*: location, password and type (PKCS12, JKS,"
                + " PEM).",
            cause);
      }
    }
    return new KafkaAccessException(
        "no client of Kafka can be made of these settings: " + deepest(cause),
        "Mind the settings security.*, sasl.* and ssl.*.",
        cause);
  }

  private static String store(Throwable failure) {
    String deepest = deepest(failure);
    return deepest.contains("password was incorrect") || deepest.contains("BadPadding")
        ? "its password is another"
        : deepest;
  }

  private static KafkaAccessException tls(
      String where, Map<String, String> client, TlsFailure failure, Throwable cause) {
    String advice =
        switch (failure) {
          case UNTRUSTED ->
              client.containsKey("ssl.truststore.location")
                      || client.containsKey("ssl.truststore.certificates")
                  ? "Put the authority that signed it into ssl.truststore.location."
                  : "Name a trust store with the authority that signed it:"
                      + " ssl.truststore.location.";
          case CLIENT_CERTIFICATE ->
              "Name a key store with a certificate that it trusts: ssl.keystore.location.";
          case OTHER_HOST ->
              "Use a name that the certificate has in bootstrap.servers, and in the brokers'"
                  + " advertised.listeners.";
          default -> failure.advice();
        };
    return new KafkaAccessException(where + ": " + failure.text(), advice, cause);
  }

  private static String deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String said = String.valueOf(deepest.getMessage());
    return deepest instanceof NoSuchFileException ? "there is no such file" : said;
  }
}
