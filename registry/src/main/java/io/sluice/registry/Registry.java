package io.sluice.registry;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaFilter;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.registry.model.VersionSize;
import io.sluice.registry.store.RegistryTables;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.Verdict;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schema registry: what Confluent's does, by method calls. Any number of them, in any number of
 * processes, may work on one database at a time; each answers what is committed there. May be used
 * from any thread.
 *
 * <p>Subjects are named as clients do ({@code orders-value}, {@code :.team:orders-value}); an alias
 * in a subject's settings is followed. Everything here throws {@link RegistryException} where it
 * refuses, and {@link io.sluice.state.storage.StateException} where the database fails.
 */
public final class Registry {
  /** The newest version of a subject, where a version is asked for. */
  public static final int LATEST = SchemaDraft.LATEST;

  private final Transactions transactions;
  private final Drafts drafts;
  private final Registration registration;
  private final Compatibility compatibility;
  private final Search search;
  private final Deletion deletion;
  private final Settings settings;

  private Registry(Transactions transactions, KnownSchemas known, SchemaFormats formats) {
    this.transactions = transactions;
    this.drafts = new Drafts(transactions, known, formats);
    Judgement judgement = new Judgement(transactions, drafts, formats);
    this.registration = new Registration(transactions, drafts, judgement);
    this.compatibility = new Compatibility(transactions, drafts, judgement);
    this.search = new Search(transactions);
    this.deletion = new Deletion(transactions);
    this.settings = new Settings(transactions);
  }

  /**
   * A registry on a database, whose tables are made or brought up to date.
   *
   * @param storage stays the caller's, who closes it
   */
  public static Registry open(Storage storage, SchemaFormats formats, Clock clock) {
    storage.install(RegistryTables.in(storage.dialect()));
    KnownSchemas known = new KnownSchemas();
    return new Registry(new Transactions(storage, known, clock), known, formats);
  }

  // Subjects and versions.

  /**
   * Makes a schema a version of the subject. If it is one already, that one is the answer and
   * nothing changes.
   *
   * @param normalize to bring the text into its normal form first; the subject's settings may ask
   *     for that as well
   */
  public SchemaVersion register(String subject, SchemaDraft draft, boolean normalize, Actor actor) {
    return registration.register(subject, draft, normalize, actor);
  }

  /** The version of the subject that is this schema. */
  public SchemaVersion lookUp(
      String subject, SchemaDraft draft, boolean normalize, Deleted deleted) {
    Prepared prepared = drafts.prepare(subject, draft, normalize);
    return search.find(prepared, deleted);
  }

  /**
   * The names of subjects, sorted.
   *
   * @param prefix how they begin: in the default context, in the context that it names, or in all
   *     of them if it begins with {@code :*:}
   */
  public List<String> subjects(String prefix, Deleted deleted, Page page) {
    return search.subjects(prefix, deleted, page);
  }

  /** The numbers of a subject's versions, rising. */
  public List<Integer> versions(String subject, Deleted deleted, Page page) {
    return search.versions(subject, deleted, page);
  }

  /**
   * One version.
   *
   * @param version its number, or {@link #LATEST}
   */
  public SchemaVersion version(String subject, int version, Deleted deleted) {
    return search.version(subject, version, deleted);
  }

  /** The newest version whose metadata have all these properties. */
  public SchemaVersion latestWithMetadata(
      String subject, Map<String, String> properties, Deleted deleted) {
    return search.latestWithMetadata(subject, properties, deleted);
  }

  /**
   * The versions of all subjects, by their names and numbers, without what may be long: {@link
   * #versions(List, Deleted)} has that, of so many as one has room for.
   */
  public List<VersionSize> sizes(SchemaFilter filter, Page page) {
    return search.sizes(filter, page);
  }

  /** These versions, but for what is not there, or not of this kind. No alias is followed. */
  public List<SchemaVersion> versions(List<SubjectVersion> places, Deleted deleted) {
    return search.these(places, deleted);
  }

  /**
   * Deletes a subject: softly, so that its schemas can still be read by id, or, after that, for
   * ever.
   *
   * @return the numbers of the versions that were deleted
   */
  public List<Integer> deleteSubject(String subject, boolean permanent, Actor actor) {
    return deletion.deleteSubject(subject, permanent, actor);
  }

  /**
   * Deletes a version, as {@link #deleteSubject} does.
   *
   * @return its number
   */
  public int deleteVersion(String subject, int version, boolean permanent, Actor actor) {
    return deletion.deleteVersion(subject, version, permanent, actor);
  }

  /** The ids of the schemas that need this version, rising. */
  public List<Integer> referencedBy(String subject, int version, Deleted deleted) {
    return search.referencedBy(subject, version, deleted);
  }

  // Schemas by their ids.

  /**
   * The schema of an id, also if all that used it is soft-deleted.
   *
   * @param subject in whose context the id is meant; empty for the default one. A subject that
   *     names no context, and whose own context does not know the id, is looked for in all
   */
  public StoredSchema schema(int id, String subject) {
    return search.schema(id, subject);
  }

  /** A schema of that guid, in whichever context. */
  public StoredSchema schemaOfGuid(String guid) {
    return search.schemasOfGuid(guid).get(0);
  }

  /** The same schema in all contexts, sorted by them. */
  public List<StoredSchema> schemasOfGuid(String guid) {
    return search.schemasOfGuid(guid);
  }

  /**
   * Whether an import may have the id mean this content: it means nothing yet, or this, or meant
   * this before all that used it was deleted for ever.
   *
   * @param subject in whose context the id is meant
   * @param content with its text in canonical form, its references numbered
   */
  public boolean mayMean(int id, String subject, SchemaContent content) {
    return search.mayMean(id, subject, content);
  }

  /** The highest id of the context of the subject; 0 if there is none. */
  public int highestId(String subject) {
    return search.highestId(subject);
  }

  /** Where the schema of an id is used; subject as in {@link #schema}. Sorted. */
  public List<SubjectVersion> versionsOf(int id, String subject, Deleted deleted) {
    return search.versionsOf(id, subject, deleted);
  }

  /** The schema with the texts of all that it needs. */
  public SchemaSource source(StoredSchema schema) {
    return transactions.read(view -> new Sources(view).of(schema.context(), schema.content()));
  }

  /** The schema, read. */
  public ParsedSchema parsed(StoredSchema schema) {
    return drafts.parse(source(schema));
  }

  // Compatibility.

  /**
   * Holds a schema against the versions that its subject's level names, as registering would.
   *
   * @return compatible also if the subject has no versions
   */
  public Verdict check(String subject, SchemaDraft draft, boolean normalize) {
    return compatibility.check(subject, draft, normalize);
  }

  /**
   * Holds a schema against one version, in the directions of the subject's level.
   *
   * @param version its number, or {@link #LATEST}, towards which a subject without versions is
   *     compatible
   */
  public Verdict checkAgainst(String subject, int version, SchemaDraft draft, boolean normalize) {
    return compatibility.checkAgainst(subject, version, draft, normalize);
  }

  // Settings. A subject that is empty, or a context (":.team:"), is meant as a whole.

  /** What was set there, and nothing inherited; empty if nothing was. */
  public Optional<SubjectConfig> ownConfig(String subject) {
    return settings.ownConfig(subject);
  }

  /** What holds there: what was set, else the context's, else everybody's, else BACKWARD. */
  public SubjectConfig config(String subject) {
    return settings.config(subject);
  }

  /**
   * Sets what the argument says and leaves the rest.
   *
   * @return what is set there now
   */
  public SubjectConfig setConfig(String subject, SubjectConfig config, Actor actor) {
    return settings.setConfig(subject, config, actor);
  }

  /**
   * Has there be set what the argument says and no more.
   *
   * @return the argument
   */
  public SubjectConfig replaceConfig(String subject, SubjectConfig config, Actor actor) {
    return settings.replaceConfig(subject, config, actor);
  }

  /** Takes back what was set there; what that was, empty if nothing was. */
  public Optional<SubjectConfig> deleteConfig(String subject, Actor actor) {
    return settings.deleteConfig(subject, actor);
  }

  /** What was set there, and nothing inherited; empty if nothing was. */
  public Optional<Mode> ownMode(String subject) {
    return settings.ownMode(subject);
  }

  /** What holds there. */
  public Mode mode(String subject) {
    return settings.mode(subject);
  }

  /**
   * Sets a mode.
   *
   * @param force to allow IMPORT although there are schemas already
   */
  public void setMode(String subject, Mode mode, boolean force, Actor actor) {
    settings.setMode(subject, mode, force, actor);
  }

  /** Takes back the mode that was set there; which that was, empty if none was. */
  public Optional<Mode> deleteMode(String subject, Actor actor) {
    return settings.deleteMode(subject, actor);
  }

  // The registry as a whole.

  /** The contexts that have anything, the default one among them, sorted. */
  public List<String> contexts(Page page) {
    return transactions.look(changes -> changes.contexts(page));
  }

  /**
   * What was changed, newest first.
   *
   * @param subject of this subject only; empty for all
   * @param before only what is older than this number; {@link Long#MAX_VALUE} for the newest
   */
  public List<RegistryChange> changes(String subject, long before, int limit) {
    SubjectName of = SubjectName.parse(subject);
    return transactions.look(changes -> changes.list(of, before, limit));
  }
}
