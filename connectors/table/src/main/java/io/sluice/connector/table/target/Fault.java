package io.sluice.connector.table.target;

import io.sluice.connector.table.target.Target.Trouble;

/**
 * What went wrong in a database: the one list of faults that dialects tell apart, with the reaction
 * to each and what a person can do about it. Never says anything of a row.
 */
public enum Fault {
  /** The server went away, restarts, or was never reached. */
  CONNECTION(
      Trouble.TRANSIENT,
      "the connection to the database was lost. Check that the server runs and can be reached"),
  /** The server has no connection or memory to spare. */
  SERVER_BUSY(
      Trouble.TRANSIENT,
      "the database has no room for it at present: connections or memory. Look at its limits"),
  /** Two transactions wait for each other. */
  DEADLOCK(
      Trouble.TRANSIENT,
      "another transaction and this one waited for each other. If it goes on, find out who else"
          + " changes the same rows"),
  /** Two transactions changed the same at once. */
  CONFLICT(
      Trouble.TRANSIENT,
      "another transaction changed the same at the same time. If it goes on, find out who else"
          + " writes these rows"),
  /** A lock was not given in time. */
  LOCK_TIMEOUT(
      Trouble.TRANSIENT,
      "a lock was not given in time. Look for a transaction that holds the table, and end it"),
  /** A statement took longer than the database allows, or somebody cancelled it. */
  CANCELLED(
      Trouble.TRANSIENT,
      "the statement was cancelled, by a person or by the database's statement timeout. Raise that"
          + " for this user; or make transaction.max.rows smaller if it was rows, say"
          + " first.load.key=before if it was the key of a table that is being filled"),
  /** Somebody altered the table since the sink looked at it. */
  TABLE_CHANGED(
      Trouble.TRANSIENT,
      "the table is no longer as the sink knew it: somebody changed its columns or keys. It is"
          + " looked at again"),
  /** The table is not there any more. */
  TABLE_GONE(
      Trouble.FATAL,
      "the table, or its schema, is gone: somebody dropped or renamed it. Put it back; or see"
          + " auto.recreate"),
  /** The database has something on the table that the sink's statements do not go with. */
  UNSUPPORTED(
      Trouble.FATAL,
      "the database does not support the sink's statements on this table: rules, row-level security"
          + " or a view do not go with them. Drop these, or have triggers do the same"),
  /** The user may not do this. */
  PRIVILEGE(
      Trouble.FATAL,
      "the database user may not do this, or no longer. Grant it the right (GRANT), or give the"
          + " sink another user"),
  /** The database takes no changes: a standby, or set to read only. */
  READ_ONLY(
      Trouble.FATAL,
      "the database takes no changes: it is a standby, or set to read only. Point url to the"
          + " primary"),
  /** User, password or the database's name are wrong. */
  LOGIN(
      Trouble.FATAL,
      "the database lets this user not in, or does not exist. Check url, user and password"),
  /** No space where the database keeps its data. */
  DISK_FULL(
      Trouble.FATAL,
      "the database's disk is full, or its quota is used up. Make room there; nothing is lost"),
  /** The database's own memory limit. */
  MEMORY(
      Trouble.FATAL,
      "the database has no memory left for this transaction. Give it more, or make transactions"
          + " smaller (transaction.max.rows, batch.max.bytes)"),
  /** A row is the reason. Nearly always it is found and goes to the dead letters. */
  ROW(
      Trouble.ROW,
      "the database refused a row, too late to tell which. If a constraint is deferred, make it"
          + " immediate"),
  /** Everything else. */
  OTHER(Trouble.FATAL, "the database refused. Its log says more");

  private final Trouble trouble;
  private final String text;

  Fault(Trouble trouble, String text) {
    this.trouble = trouble;
    this.text = text;
  }

  /** The reaction. */
  public Trouble trouble() {
    return trouble;
  }

  /** What happened and what to do, without a full stop. */
  public String text() {
    return text;
  }
}
