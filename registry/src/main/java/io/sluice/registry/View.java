package io.sluice.registry;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.SchemaRows;
import io.sluice.registry.store.SettingRows;
import io.sluice.registry.store.VersionList;
import io.sluice.registry.store.VersionRows;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one transaction sees. Lives as long as it, on its thread. */
final class View {
  private static final SubjectName EVERYBODY = new SubjectName(SubjectName.GLOBAL_CONTEXT, "");
  private static final SubjectConfig DEFAULTS = SubjectConfig.of(CompatibilityLevel.BACKWARD);

  private final SchemaRows schemas;
  private final VersionRows versions;
  private final VersionList list;
  private final SettingRows settings;
  private final KnownSchemas.Generation known;
  private final boolean writes;

  /** Asked for more than once in most transactions; none asks after it has set one. */
  private final Map<SubjectName, SubjectConfig> configs = new HashMap<>();

  /**
   * A view.
   *
   * @param known what holds at the removals that this transaction sees
   * @param writes whether it may see what nobody else does yet
   */
  View(Connection connection, KnownSchemas.Generation known, boolean writes) {
    this.schemas = new SchemaRows(connection);
    this.versions = new VersionRows(connection);
    this.list = new VersionList(connection);
    this.settings = new SettingRows(connection);
    this.known = known;
    this.writes = writes;
  }

  SchemaRows schemas() {
    return schemas;
  }

  VersionRows versions() {
    return versions;
  }

  VersionList list() {
    return list;
  }

  SettingRows settings() {
    return settings;
  }

  /** What the id means in the context; empty if it means nothing. */
  Optional<StoredSchema> schema(String context, int id) throws SQLException {
    StoredSchema schema = known.find(context, id);
    if (schema != null) {
      return Optional.of(schema);
    }
    Optional<StoredSchema> found = schemas.find(context, id);
    // What this transaction has written itself is not committed yet.
    if (!writes) {
      found.ifPresent(known::keep);
    }
    return found;
  }

  /** The subject that is meant: the one named, or the one that its settings name. */
  SubjectName meant(String text) throws SQLException {
    SubjectName subject = SubjectName.parseSubject(text);
    String alias = config(subject).alias();
    return alias == null || alias.isBlank() ? subject : subject.sibling(alias);
  }

  /** Which settings hold for a subject, or a context. An alias is its own, not inherited. */
  SubjectConfig config(SubjectName subject) throws SQLException {
    SubjectConfig known = configs.get(subject);
    if (known == null) {
      Map<SubjectName, SubjectConfig> set = settings.configs(scopes(subject));
      SubjectConfig inherited =
          get(set, subject.contextOnly()).or(get(set, EVERYBODY)).or(DEFAULTS).withoutAlias();
      known = get(set, subject).or(inherited);
      configs.put(subject, known);
    }
    return known;
  }

  /** Which mode holds for a subject, or a context. */
  Mode mode(SubjectName subject) throws SQLException {
    Map<SubjectName, Mode> set = settings.modes(scopes(subject));
    if (set.get(EVERYBODY) == Mode.READONLY_OVERRIDE
        || set.get(subject.contextOnly()) == Mode.READONLY_OVERRIDE) {
      return Mode.READONLY_OVERRIDE;
    }
    for (SubjectName scope : scopes(subject)) {
      Mode mode = set.get(scope);
      if (mode != null) {
        return mode;
      }
    }
    return Mode.READWRITE;
  }

  /** Whose settings hold, those that win first. */
  private static List<SubjectName> scopes(SubjectName subject) {
    return List.of(subject, subject.contextOnly(), EVERYBODY);
  }

  private static SubjectConfig get(Map<SubjectName, SubjectConfig> configs, SubjectName subject) {
    return configs.getOrDefault(subject, SubjectConfig.EMPTY);
  }

  /**
   * Refuses where nothing may be written.
   *
   * @throws RegistryException OPERATION_NOT_PERMITTED
   */
  void requireWritable(SubjectName subject) throws SQLException {
    if (mode(subject).isReadOnly()) {
      throw RegistryException.notPermitted(
          (subject.isContext() ? "Context " + subject.context() : "Subject " + subject)
              + " is in read-only mode");
    }
  }

  /**
   * A version, by its number or as the newest.
   *
   * @throws RegistryException SUBJECT_NOT_FOUND if it has none of this kind, VERSION_NOT_FOUND if
   *     it has others
   */
  SchemaVersion version(SubjectName subject, int version, Deleted deleted) throws SQLException {
    Optional<SchemaVersion> found =
        version == Registry.LATEST
            ? versions.newest(subject, deleted)
            : versions.find(subject, version, deleted);
    if (found.isPresent()) {
      return found.get();
    }
    throw versions.newest(subject, deleted).isEmpty()
        ? RegistryException.subjectNotFound(subject)
        : RegistryException.versionNotFound(version);
  }
}
