package io.sluice.server.access;

/**
 * Whom grants and sessions belong to.
 *
 * @param id of a token or a user; nobody's secret
 */
public record Holder(Kind kind, String id) {
  /** What it is. */
  public enum Kind {
    TOKEN,
    USER
  }

  public static Holder token(String id) {
    return new Holder(Kind.TOKEN, id);
  }

  public static Holder user(String id) {
    return new Holder(Kind.USER, id);
  }
}
