package io.sluice.state.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What errors of one kind have in common: the class, and the message without what differs from
 * record to record (uuids, quoted values, key values, numbers).
 */
public final class ErrorSignature {
  private static final int DIGITS = 12;

  private static final Pattern UUID =
      Pattern.compile("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b");

  /** As databases tell which key was hurt: {@code Key (email)=(a@b.c)}. */
  private static final Pattern KEY_VALUE = Pattern.compile("\\)=\\([^)]*\\)");

  /** An apostrophe inside a word opens nothing. */
  private static final Pattern QUOTED =
      Pattern.compile("\"[^\"]*\"|`[^`]*`|(?<!\\w)'[^']*'|\u201c[^\u201d]*\u201d");

  /** Decimal, hexadecimal, and a position in PostgreSQL's log as {@code 16/B374D848}. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\b0[xX][0-9a-fA-F]+\\b"
              + "|\\b[0-9A-F]{1,8}/[0-9A-F]{1,8}\\b"
              + "|[-+]?\\d+(?:[.,:/-]\\d+)*(?:[eE][-+]?\\d+)?");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private ErrorSignature() {}

  /** Twelve hexadecimal digits; equal for errors of one kind. */
  public static String of(String errorClass, String errorMessage) {
    byte[] hash = sha256().digest((errorClass + "\n" + normalised(errorMessage)).getBytes(UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, DIGITS);
  }

  static String normalised(String message) {
    String text = UUID.matcher(message).replaceAll("<uuid>");
    text = KEY_VALUE.matcher(text).replaceAll(")=(<value>)");
    text = QUOTED.matcher(text).replaceAll("<value>");
    text = NUMBER.matcher(text).replaceAll("<n>");
    return SPACE.matcher(text).replaceAll(" ").strip();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
