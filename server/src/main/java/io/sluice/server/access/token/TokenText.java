package io.sluice.server.access.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.http.access.SecretHash;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What who has a token sends: {@code slc_}, ten characters by which it is found and listed, 43 that
 * are secret (62^43 is more than 2^256), and six that are the CRC-32 of what stands before them. By
 * the beginning and the checksum a scanner knows a leaked one, and a mistyped one is refused before
 * anybody looks for it.
 */
public final class TokenText {
  /** What every token begins with. */
  public static final String PREFIX = "slc_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID = 10;
  private static final int SECRET = 43;
  private static final int CHECKSUM = 6;
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (ID + SECRET + CHECKSUM) + "}");

  private final String text;

  private TokenText(String text) {
    this.text = text;
  }

  /** One that nobody can guess. */
  static TokenText make(SecureRandom random) {
    String body = PREFIX + random(random, ID + SECRET);
    return new TokenText(body + checksum(body));
  }

  /** Empty if it was never a token. */
  public static Optional<TokenText> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    int end = text.length() - CHECKSUM;
    return text.substring(end).equals(checksum(text.substring(0, end)))
        ? Optional.of(new TokenText(text))
        : Optional.empty();
  }

  /** Its public part. */
  public String id() {
    return text.substring(PREFIX.length(), PREFIX.length() + ID);
  }

  /** What is kept of it. */
  SecretHash hash() {
    return SecretHash.ofToken(text);
  }

  /** All of it: to be shown once, to whom it was made for. */
  String secret() {
    return text;
  }

  /** Its public part alone, so that no log has more. */
  @Override
  public String toString() {
    return PREFIX + id() + "...";
  }

  private static String random(SecureRandom random, int length) {
    StringBuilder made = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      made.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return made.toString();
  }

  /** Of what stands before it. */
  static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(US_ASCII));
    char[] digits = new char[CHECKSUM];
    long rest = crc.getValue();
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
      rest /= DIGITS.length();
    }
    return new String(digits);
  }
}
