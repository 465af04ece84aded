package io.sluice.server.http.problem;

/**
 * What is wrong with a part of a request.
 *
 * @param pointer which part: of a body as {@code #/tables/0} (RFC 6901), of the rest as {@code
 *     query:limit}, {@code path:id}, {@code header:If-Match}
 * @param detail what was expected, and what was found
 */
public record Fault(String pointer, String detail) {
  /** A parameter of the query. */
  public static Fault ofQuery(String name, String detail) {
    return new Fault("query:" + name, detail);
  }

  /** A field of the body. */
  public static Fault ofBody(String pointer, String detail) {
    return new Fault("#" + pointer, detail);
  }
}
