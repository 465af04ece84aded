package io.sluice.server.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser keeps, in a cookie that no script reads, while somebody is at their provider: a
 * random secret, when it was made, and where they wanted to go. State, nonce and the verifier of
 * PKCE are made of these with the secret for key. So nothing is kept here that anybody could fill,
 * any server on the same state can go on, and what comes back to another browser fits nothing.
 */
final class OidcFlow {
  private static final int SECRET_BYTES = 32;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int LONGEST_PATH = 1_000;

  /**
   * A path on this server: one slash in front, so that it is no host; nothing that browsers bend.
   */
  private static final Pattern PATH = Pattern.compile("/(?!/)[\\x21-\\x5b\\x5d-\\x7e]*");

  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

  private final byte[] secret;
  private final long begun;
  private final String returnTo;

  private OidcFlow(byte[] secret, long begun, String returnTo) {
    this.secret = secret;
    this.begun = begun;
    this.returnTo = returnTo;
  }

  static OidcFlow begin(SecureRandom random, Instant now, String returnTo) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new OidcFlow(secret, now.toEpochMilli(), local(returnTo));
  }

  /** Reads what {@link #cookie} wrote; empty if it is nothing of the kind, or too old. */
  static Optional<OidcFlow> read(String cookie, Instant now) {
    String[] parts = cookie.split("\\.", -1);
    if (parts.length != 3 || !parts[1].matches("\\d{1,15}")) {
      return Optional.empty();
    }
    try {
      byte[] secret = Base64.getUrlDecoder().decode(parts[0]);
      long begun = Long.parseLong(parts[1]);
      String returnTo = new String(Base64.getUrlDecoder().decode(parts[2]), UTF_8);
      long age = now.toEpochMilli() - begun;
      return secret.length == SECRET_BYTES && age >= 0 && age <= LONGEST.toMillis()
          ? Optional.of(new OidcFlow(secret, begun, local(returnTo)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String cookie() {
    return TO_TEXT.encodeToString(secret)
        + "."
        + begun
        + "."
        + TO_TEXT.encodeToString(returnTo.getBytes(UTF_8));
  }

  String state() {
    return derived("state");
  }

  boolean hasState(String other) {
    return MessageDigest.isEqual(state().getBytes(UTF_8), other.getBytes(UTF_8));
  }

  String nonce() {
    return derived("nonce");
  }

  /** 43 characters, as RFC 7636 asks for at least. */
  String verifier() {
    return derived("verifier");
  }

  /** A path on this server. */
  String returnTo() {
    return returnTo;
  }

  private static String local(String path) {
    return path.length() <= LONGEST_PATH && PATH.matcher(path).matches() ? path : "/";
  }

  private String derived(String what) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((what + " " + begun + " " + returnTo).getBytes(UTF_8));
      return TO_TEXT.encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
