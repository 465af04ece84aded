package io.sluice.kafka.access;

import java.io.EOFException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What Java's words for a failed TLS handshake mean to who has to mend it. */
public enum TlsFailure {
  /** The server's certificate is over. */
  EXPIRED("its certificate has expired", "It needs a new certificate; nothing here can mend it."),
  /** It is not good yet: most likely a clock is wrong. */
  EARLY("its certificate is not valid yet", "Compare the clocks of both machines."),
  /** It was issued for another host. */
  OTHER_HOST(
      "its certificate is for another host name",
      "Use a name that the certificate has, or have it issued for this one."),
  /** Nobody trusted has signed it. */
  UNTRUSTED(
      "its certificate is signed by nobody that is trusted here",
      "Name the authority that signed it in the trust store."),
  /** It wants to see a certificate that it trusts. */
  CLIENT_CERTIFICATE(
      "it does not accept the certificate that it was shown, or was shown none",
      "Name a key store with a certificate that it trusts."),
  /** There is something else than TLS. */
  NO_TLS("it does not speak TLS there", "Name another port, or leave TLS out."),
  /** Both speak TLS, and not the same one. */
  NO_COMMON(
      "it shares no version or cipher of TLS with this one",
      "Compare the versions of TLS allowed.");

  private final String text;
  private final String advice;

  TlsFailure(String text, String advice) {
    this.text = text;
    this.advice = advice;
  }

  /** What is wrong, to be put behind whose certificate it is. */
  public String text() {
    return text;
  }

  /** What to do, without the name of a setting. */
  public String advice() {
    return advice;
  }

  /** What a failure means; empty when it is none of TLS, or nobody knows. */
  public static Optional<TlsFailure> of(Throwable failure) {
    boolean handshake = false;
    TlsFailure found = null;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      handshake = handshake || each instanceof SSLException;
      String said = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
      if (each instanceof CertificateExpiredException) {
        return Optional.of(EXPIRED);
      } else if (each instanceof CertificateNotYetValidException) {
        return Optional.of(EARLY);
      } else if (each instanceof CertPathBuilderException
          || each instanceof CertPathValidatorException
          || said.contains("trustanchors")) {
        found = UNTRUSTED;
      } else if (each instanceof CertificateException
          && (said.contains("subject alternative") || said.contains("no name matching"))) {
        found = OTHER_HOST;
      } else if (each instanceof SSLException && found == null) {
        found = alert(said);
      } else if (each instanceof EOFException && handshake && found == null) {
        found = NO_TLS;
      }
    }
    return Optional.ofNullable(found);
  }

  private static @Nullable TlsFailure alert(String said) {
    if (said.contains("unsupported or unrecognized ssl message")
        || said.contains("plaintext connection")) {
      return NO_TLS;
    }
    if (said.contains("fatal alert: certificate_required")
        || said.contains("fatal alert: bad_certificate")
        || said.contains("fatal alert: certificate_unknown")
        || said.contains("fatal alert: unknown_ca")) {
      return CLIENT_CERTIFICATE;
    }
    return said.contains("fatal alert: protocol_version")
            || said.contains("no appropriate protocol")
            || said.contains("fatal alert: handshake_failure")
        ? NO_COMMON
        : null;
  }
}
