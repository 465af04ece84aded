package io.sluice.kafka.deploy;

import io.sluice.kafka.access.TlsFailure;
import io.sluice.kafka.deploy.ConnectClusterException.Kind;
import java.io.IOException;
import java.util.Optional;

/** Why a Connect cluster gave no answer, in a line that says what to do. */
final class NoAnswer {
  private NoAnswer() {}

  static ConnectClusterException of(ConnectAddress address, IOException e) {
    String where = "the Connect cluster at " + address;
    Optional<TlsFailure> tls = TlsFailure.of(e);
    if (tls.isPresent()) {
      return new ConnectClusterException(
          Kind.TLS, where + ": " + tls.get().text() + ". " + advice(tls.get()), e);
    }
    // What a port with TLS says to a request without is no HTTP.
    boolean garbled =
        address.url().getScheme().equals("http")
            && String.valueOf(e.getMessage()).contains("parser");
    return new ConnectClusterException(
        Kind.UNREACHABLE,
        where
            + (garbled
                ? " does not answer in HTTP. Is its URL one with https:// ?"
                : " does not answer"),
        e);
  }

  private static String advice(TlsFailure failure) {
    return switch (failure) {
      case UNTRUSTED -> "Name it in connect.truststore in sluice.yaml.";
      case CLIENT_CERTIFICATE ->
          "Name a key store with a certificate that it trusts: connect.keystore in sluice.yaml.";
      case NO_TLS -> "Is its URL one with http:// ?";
      default -> failure.advice();
    };
  }
}
