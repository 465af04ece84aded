package io.sluice.server.access;

/** What a request needs. */
public enum Permission {
  /** State, figures, settings without secrets, logs. */
  SEE(Role.VIEWER),
  /** Values of records: the stream, dead letters, first rows. */
  LOOK_AT_RECORDS(Role.OPERATOR),
  /** Stop, start, replay, reset. */
  OPERATE(Role.OPERATOR),
  /** Pipeline files, connectors, schemas. */
  EDIT(Role.EDITOR),
  /** Users, tokens, settings of the server, the audit log. */
  ADMINISTER(Role.ADMIN);

  private final Role least;

  Permission(Role least) {
    this.least = least;
  }

  /** The least role that has it. */
  public Role least() {
    return least;
  }
}
