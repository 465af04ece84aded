package io.sluice.server.http.problem;

import java.util.Locale;

/** What can be wrong. Names and statuses are a promise: clients decide by them. */
public enum ProblemKind {
  /** A parameter, header or body is not as the description has it. */
  BAD_REQUEST(400, "The request is not as expected"),
  /** Nobody is known by what was sent. */
  UNAUTHENTICATED(401, "Nobody is signed in"),
  /** Who asks has no role that allows it. */
  FORBIDDEN(403, "Not allowed"),
  /** A page of another site sent it, or a form without its token. */
  CROSS_SITE(403, "Not sent by a page of this server"),
  /** There is no such thing. */
  NOT_FOUND(404, "Not found"),
  /** The path knows other methods. */
  METHOD_NOT_ALLOWED(405, "Not by this method"),
  /** The body did not arrive in time. */
  TIMEOUT(408, "The request did not arrive"),
  /** Not in the state in which it is. */
  CONFLICT(409, "Not in this state"),
  /** Somebody else has changed it since it was read. */
  CHANGED(412, "Changed meanwhile"),
  /** The body is longer than one may be. */
  TOO_LARGE(413, "The body is too large"),
  /** The body is said to be something else than is taken. */
  UNSUPPORTED_TYPE(415, "Not this type of body"),
  /** The server is not known by that name. */
  WRONG_HOST(421, "Not the name of this server"),
  /** It is well-formed, and not right in itself. */
  INVALID(422, "Not valid"),
  /** What is changed must be named by its version. */
  VERSION_REQUIRED(428, "Which version is not said"),
  /** Too often, or too many at a time. */
  TOO_MANY(429, "Too many requests"),
  /** A fault of the server. */
  INTERNAL(500, "Internal error"),
  /** Something that the server needs failed: a database that does not answer. */
  FAILED(502, "Something else failed"),
  /** What the server keeps cannot be read or written: who has which token is among it. */
  STATE_AWAY(503, "The server's state is away"),
  /** Too much is to do already. */
  BUSY(503, "Busy"),
  /** Another server runs the pipelines of this state. */
  STANDBY(503, "This server stands by");

  /** In front of the kinds' names; the reference has a section for each. */
  private static final String TYPES = "urn:sluice:problem:";

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }

  /** The same for all of a kind. */
  public String title() {
    return title;
  }

  /** A URI that stays the same: {@code urn:sluice:problem:not-found}. */
  public String type() {
    return TYPES + slug();
  }

  /** Its name in addresses and documents: {@code not-found}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
