package io.sluice.registry.store;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectName;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the ids of each context mean, or meant. */
public final class SchemaRows {
  /** What {@link #stored} reads; the table goes by the name s. */
  static final String COLUMNS =
      "s.context, s.id, s.guid, s.type, s.text, s.refs, s.metadata, s.rule_set";

  private final Connection connection;

  public SchemaRows(Connection connection) {
    this.connection = connection;
  }

  /** What the id means now; empty if it means nothing. */
  public Optional<StoredSchema> find(String context, int id) throws SQLException {
    return Rows.first(
        connection,
        "select " + COLUMNS + " from registry_schema s where s.context = ? and s.id = ?",
        row -> stored(row, 1),
        context,
        id);
  }

  /** What the guid means, in every context that has it, sorted by them. */
  public List<StoredSchema> ofGuid(String guid) throws SQLException {
    return Rows.all(
        connection,
        "select " + COLUMNS + " from registry_schema s where s.guid = ? order by s.context, s.id",
        row -> stored(row, 1),
        guid);
  }

  /**
   * The id that a content has or had in a context; the lowest if an import gave it several. Empty
   * if it never had one.
   */
  public OptionalInt idOf(String context, String guid) throws SQLException {
    Optional<Integer> id =
        Rows.first(
            connection,
            "select min(id) from registry_schema where context = ? and guid = ? having count(*) >"
                + " 0",
            row -> row.getInt(1),
            context,
            guid);
    if (id.isEmpty()) {
      id =
          Rows.first(
              connection,
              "select min(id) from registry_retired where context = ? and guid = ?"
                  + " having count(*) > 0",
              row -> row.getInt(1),
              context,
              guid);
    }
    return id.isPresent() ? OptionalInt.of(id.get()) : OptionalInt.empty();
  }

  /** The guid of what the id means, or meant; empty if it is free. */
  public Optional<String> guidOf(String context, int id) throws SQLException {
    return Rows.first(
        connection,
        "select guid from registry_schema where context = ? and id = ? union all"
            + " select guid from registry_retired where context = ? and id = ?",
        row -> row.getString(1),
        context,
        id,
        context,
        id);
  }

  /** The highest id that was ever given in a context; 0 if none was. */
  public int highestId(String context) throws SQLException {
    return Rows.first(
            connection,
            "select last_id from registry_context where context = ?",
            row -> row.getInt(1),
            context)
        .orElse(0);
  }

  /** Notes that an id was given, by us or by an import. */
  public void reachId(String context, int id) throws SQLException {
    Sql.update(
        connection,
        "insert into registry_context (context, last_id) values (?, ?) on conflict (context)"
            + " do update set last_id = excluded.last_id"
            + " where registry_context.last_id < excluded.last_id",
        context,
        id);
  }

  /** Gives an id its meaning, or gives it back. */
  public void insert(StoredSchema schema, Fingerprint fingerprint) throws SQLException {
    SchemaContent content = schema.content();
    ContentNotes notes = ContentNotes.of(content);
    Sql.update(
        connection,
        "insert into registry_schema (context, id, guid, text_hash, type, text, refs, metadata,"
            + " rule_set) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        schema.context(),
        schema.id(),
        fingerprint.guid(),
        fingerprint.text(),
        content.type().name(),
        content.text(),
        notes.references(),
        notes.metadata(),
        notes.ruleSet());
    Sql.update(
        connection,
        "delete from registry_retired where context = ? and id = ?",
        schema.context(),
        schema.id());
    int position = 0;
    SubjectName owner = new SubjectName(schema.context(), "");
    for (SchemaReference reference : content.references()) {
      SubjectName needed = owner.sibling(reference.subject());
      Sql.update(
          connection,
          "insert into registry_reference (context, id, position, needed_context, needed_subject,"
              + " needed_version) values (?, ?, ?, ?, ?, ?)",
          schema.context(),
          schema.id(),
          position++,
          needed.context(),
          needed.name(),
          reference.version());
    }
  }

  /** Forgets a content, but not that its id was given. */
  public void retire(String context, int id) throws SQLException {
    Sql.update(
        connection,
        "insert into registry_retired (context, id, guid)"
            + " select context, id, guid from registry_schema where context = ? and id = ?",
        context,
        id);
    Sql.update(connection, "delete from registry_schema where context = ? and id = ?", context, id);
    Sql.update(
        connection, "delete from registry_reference where context = ? and id = ?", context, id);
  }

  static StoredSchema stored(ResultSet row, int column) throws SQLException {
    return new StoredSchema(
        row.getString(column),
        row.getInt(column + 1),
        row.getString(column + 2),
        new SchemaContent(
            SchemaType.valueOf(row.getString(column + 3)),
            row.getString(column + 4),
            ContentJson.readReferences(row.getString(column + 5)),
            ContentJson.read(row.getString(column + 6), Metadata.class),
            ContentJson.read(row.getString(column + 7), RuleSet.class)));
  }
}
