package io.sluice.registry.store;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The versions of subjects, those that were soft-deleted among them. */
public final class VersionRows {
  private static final String WHOLE =
      "select v.subject, v.version, v.deleted, v.registered_at, "
          + SchemaRows.COLUMNS
          + " from registry_version v"
          + " join registry_schema s on s.context = v.context and s.id = v.id";

  private final Connection connection;

  public VersionRows(Connection connection) {
    this.connection = connection;
  }

  /** All versions of a subject, rising. */
  public List<VersionRow> of(SubjectName subject, Deleted deleted) throws SQLException {
    return Rows.all(
        connection,
        "select version, id, deleted from registry_version v where context = ? and subject = ?"
            + which(deleted)
            + " order by version",
        row -> new VersionRow(row.getInt(1), row.getInt(2), row.getInt(3) == 1),
        subject.context(),
        subject.name());
  }

  /** One version with its schema. */
  public Optional<SchemaVersion> find(SubjectName subject, int version, Deleted deleted)
      throws SQLException {
    return Rows.first(
        connection,
        WHOLE + " where v.context = ? and v.subject = ? and v.version = ?" + which(deleted),
        VersionRows::whole,
        subject.context(),
        subject.name(),
        version);
  }

  /** The newest version with its schema. */
  public Optional<SchemaVersion> newest(SubjectName subject, Deleted deleted) throws SQLException {
    return Rows.first(
        connection,
        WHOLE
            + " where v.context = ? and v.subject = ?"
            + which(deleted)
            + " order by v.version desc limit 1",
        VersionRows::whole,
        subject.context(),
        subject.name());
  }

  /** The number of the newest version; empty if there is none of this kind. */
  public OptionalInt newestNumber(SubjectName subject, Deleted deleted) throws SQLException {
    int newest =
        Rows.first(
                connection,
                "select coalesce(max(version), 0) from registry_version v"
                    + " where context = ? and subject = ?"
                    + which(deleted),
                row -> row.getInt(1),
                subject.context(),
                subject.name())
            .orElse(0);
    return newest == 0 ? OptionalInt.empty() : OptionalInt.of(newest);
  }

  /** The versions of a subject whose schema has this text and these references, newest first. */
  public List<SchemaVersion> ofText(SubjectName subject, Fingerprint text, Deleted deleted)
      throws SQLException {
    return Rows.all(
        connection,
        WHOLE
            + " where s.context = ? and s.text_hash = ? and v.subject = ?"
            + which(deleted)
            + " order by v.version desc",
        VersionRows::whole,
        subject.context(),
        text.text(),
        subject.name());
  }

  /** Where the schema of an id is used, sorted. */
  public List<SubjectVersion> ofId(String context, int id, Deleted deleted) throws SQLException {
    return Rows.all(
        connection,
        "select subject, version from registry_version v where context = ? and id = ?"
            + which(deleted)
            + " order by subject, version",
        row -> new SubjectVersion(new SubjectName(context, row.getString(1)), row.getInt(2)),
        context,
        id);
  }

  /** The subjects of a name, in whichever context, that use the id there. */
  public List<SubjectName> named(String name, int id) throws SQLException {
    return Rows.all(
        connection,
        "select distinct context from registry_version where id = ? and subject = ?"
            + " order by context desc",
        row -> new SubjectName(row.getString(1), name),
        id,
        name);
  }

  /** Subjects that have a version of this kind. */
  public List<SubjectName> subjects(SubjectPrefix prefix, Deleted deleted, Page page)
      throws SQLException {
    List<Object> parameters = new ArrayList<>();
    String sql =
        "select distinct context, subject from registry_version v where "
            + prefix.condition("v", parameters)
            + which(deleted)
            + " order by context, subject"
            + part(page, parameters);
    return Rows.all(
        connection,
        sql,
        row -> new SubjectName(row.getString(1), row.getString(2)),
        parameters.toArray());
  }

  /** The ids of schemas in use that need a version, rising. */
  public List<Integer> needing(SubjectName subject, int version, Deleted deleted)
      throws SQLException {
    return needing("", subject, version, deleted);
  }

  /** The same of schemas that some other subject uses. */
  public List<Integer> neededElsewhere(SubjectName subject, int version, Deleted deleted)
      throws SQLException {
    return needing(
        " and (v.context <> r.needed_context or v.subject <> r.needed_subject)",
        subject,
        version,
        deleted);
  }

  private List<Integer> needing(String condition, SubjectName subject, int version, Deleted deleted)
      throws SQLException {
    return Rows.all(
        connection,
        "select distinct r.id from registry_reference r"
            + " join registry_version v on v.context = r.context and v.id = r.id"
            + " where r.needed_context = ? and r.needed_subject = ? and r.needed_version = ?"
            + which(deleted)
            + condition
            + " order by r.id",
        row -> row.getInt(1),
        subject.context(),
        subject.name(),
        version);
  }

  /** The highest number that a subject's version ever had; 0 if it never had one. */
  public int highest(SubjectName subject) throws SQLException {
    return Rows.first(
            connection,
            "select last_version from registry_subject where context = ? and subject = ?",
            row -> row.getInt(1),
            subject.context(),
            subject.name())
        .orElse(0);
  }

  public void insert(SubjectName subject, int version, int id, Instant at) throws SQLException {
    Sql.update(
        connection,
        "insert into registry_version (context, subject, version, id, deleted, registered_at)"
            + " values (?, ?, ?, ?, 0, ?)",
        subject.context(),
        subject.name(),
        version,
        id,
        at.toEpochMilli());
    Sql.update(
        connection,
        "insert into registry_subject (context, subject, last_version) values (?, ?, ?)"
            + " on conflict (context, subject) do update set last_version = excluded.last_version"
            + " where registry_subject.last_version < excluded.last_version",
        subject.context(),
        subject.name(),
        version);
  }

  /** Soft-deletes a version, or gives it back. */
  public void mark(SubjectName subject, int version, boolean deleted) throws SQLException {
    Sql.update(
        connection,
        "update registry_version set deleted = ? where context = ? and subject = ? and version = ?",
        deleted ? 1 : 0,
        subject.context(),
        subject.name(),
        version);
  }

  /** Forgets a version, but not that its number was given. */
  public void remove(SubjectName subject, int version) throws SQLException {
    Sql.update(
        connection,
        "delete from registry_version where context = ? and subject = ? and version = ?",
        subject.context(),
        subject.name(),
        version);
  }

  static String which(Deleted deleted) {
    return switch (deleted) {
      case HIDDEN -> " and v.deleted = 0";
      case INCLUDED -> "";
      case ONLY -> " and v.deleted = 1";
    };
  }

  static String part(Page page, List<Object> parameters) {
    parameters.add(page.limit() < 0 ? Integer.MAX_VALUE : page.limit());
    parameters.add(page.offset());
    return " limit ? offset ?";
  }

  private static SchemaVersion whole(ResultSet row) throws SQLException {
    return new SchemaVersion(
        new SubjectName(row.getString(5), row.getString(1)),
        row.getInt(2),
        SchemaRows.stored(row, 5),
        row.getInt(3) == 1,
        Instant.ofEpochMilli(row.getLong(4)));
  }
}
