package io.sluice.project.schema.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.project.ProjectException;
import io.sluice.registry.Registry;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.client.Contexts;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registry in a project's state, which needs no server. */
public final class OwnCatalog implements Catalog {
  private static final String EVERYWHERE = ":*:";
  private static final int CHANGES = 1_000;
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final String where;
  private final Runnable closing;
  private final Registry registry;
  private final String who;

  private OwnCatalog(String where, Runnable closing, Registry registry, String who) {
    this.where = where;
    this.closing = closing;
    this.registry = registry;
    this.who = who;
  }

  /**
   * Opens it, and makes it where there is none.
   *
   * @param where it is, in words for people
   * @param state is closed with it
   * @param who is noted beside what is changed
   */
  public static OwnCatalog open(
      String where, Storage state, SchemaFormats formats, Clock clock, String who) {
    try {
      return new OwnCatalog(where, state::close, Registry.open(state, formats, clock), who);
    } catch (RuntimeException | Error e) {
      state.close();
      throw e;
    }
  }

  /**
   * Of a registry that is open, and stays so when this is closed.
   *
   * @param where it is, in words for people
   * @param who is noted beside what is changed
   */
  public static OwnCatalog over(Registry registry, String where, String who) {
    return new OwnCatalog(where, () -> {}, registry, who);
  }

  @Override
  public String name() {
    return "the registry in " + where;
  }

  @Override
  public List<String> subjects(boolean deleted) {
    return ask(() -> registry.subjects(EVERYWHERE, deleted(deleted), Page.ALL));
  }

  @Override
  public List<Integer> versions(String subject, boolean deleted) {
    return found(() -> registry.versions(subject, deleted(deleted), Page.ALL)).orElse(List.of());
  }

  @Override
  public Optional<Entry> version(String subject, int version, boolean deleted) {
    return found(() -> registry.version(subject, version, deleted(deleted))).map(this::entry);
  }

  @Override
  public Optional<Entry> latest(String subject) {
    return found(() -> registry.version(subject, Registry.LATEST, Deleted.HIDDEN)).map(this::entry);
  }

  @Override
  public Optional<Entry> byId(String context, int id) {
    return found(() -> registry.schema(id, Contexts.asSubject(context)))
        .map(schema -> entry("", 0, schema));
  }

  @Override
  public boolean mayMean(Entry version) {
    SchemaContent content = content(NewEntry.same(version));
    return ask(() -> registry.mayMean(version.id(), version.subject(), content));
  }

  @Override
  public Map<String, Object> config(String subject) {
    return ask(() -> registry.ownConfig(subject)).map(this::map).orElse(Map.of());
  }

  @Override
  public Map<String, Object> globalConfig() {
    return map(ask(() -> registry.config("")));
  }

  @Override
  public Map<String, Object> heldConfig(String subject) {
    return map(ask(() -> registry.config(subject)));
  }

  @Override
  public void configure(String subject, Map<String, Object> config) {
    SubjectConfig asked = converted(config, SubjectConfig.class);
    ask(() -> registry.replaceConfig(subject, asked, actor(Optional.empty())));
  }

  @Override
  public void change(String subject, Map<String, Object> settings) {
    SubjectConfig asked = converted(settings, SubjectConfig.class);
    ask(() -> registry.setConfig(subject, asked, actor(Optional.empty())));
  }

  @Override
  public Optional<String> mode(String subject) {
    return ask(() -> registry.ownMode(subject)).map(Mode::name);
  }

  @Override
  public String globalMode() {
    return heldMode("");
  }

  @Override
  public String heldMode(String subject) {
    return ask(() -> registry.mode(subject)).name();
  }

  @Override
  public void setMode(String subject, String mode, boolean force) {
    Mode asked =
        Mode.named(mode)
            .orElseThrow(
                () ->
                    new RefusedException(
                        RegistryError.INVALID_MODE.status(),
                        RegistryError.INVALID_MODE.code(),
                        "there is no mode " + mode));
    ask(
        () -> {
          registry.setMode(subject, asked, force, actor(Optional.empty()));
          return asked;
        });
  }

  @Override
  public void deleteMode(String subject) {
    ask(() -> registry.deleteMode(subject, actor(Optional.empty())));
  }

  @Override
  public int register(NewEntry schema, boolean normalize) {
    SchemaDraft draft = draft(schema);
    return ask(
        () -> registry.register(schema.subject(), draft, normalize, actor(Optional.empty())).id());
  }

  @Override
  public Optional<Entry> lookUp(NewEntry schema, boolean normalize) {
    SchemaDraft draft = draft(schema);
    return found(() -> registry.lookUp(schema.subject(), draft, normalize, Deleted.HIDDEN))
        .map(this::entry);
  }

  private SchemaContent content(NewEntry schema) {
    return new SchemaContent(
        schema.type(),
        schema.text(),
        schema.references(),
        schema.metadata().isEmpty() ? null : converted(schema.metadata(), Metadata.class),
        schema.ruleSet().isEmpty() ? null : converted(schema.ruleSet(), RuleSet.class));
  }

  private SchemaDraft draft(NewEntry schema) {
    SchemaContent content = content(schema);
    return schema
        .forced()
        .map(place -> new SchemaDraft(content, place.id(), place.version()))
        .orElseGet(() -> SchemaDraft.of(content));
  }

  @Override
  public void delete(String subject, int version, boolean permanent, Optional<String> reason) {
    ask(() -> registry.deleteVersion(subject, version, permanent, actor(reason)));
  }

  @Override
  public Optional<Origin> origin(String subject, int version) {
    Optional<RegistryChange> oldest = Optional.empty();
    long before = Long.MAX_VALUE;
    List<RegistryChange> changes;
    do {
      long older = before;
      changes = ask(() -> registry.changes(subject, older, CHANGES));
      for (RegistryChange change : changes) {
        before = change.number();
        if (change.version() == version) {
          oldest = Optional.of(change);
        }
      }
    } while (changes.size() == CHANGES);
    return oldest.map(OwnCatalog::origin);
  }

  private static Origin origin(RegistryChange change) {
    String why = change.actor().why();
    return new Origin(
        change.at(),
        change.action(),
        change.actor().who(),
        why.isEmpty() ? Optional.empty() : Optional.of(why));
  }

  @Override
  public void close() {
    closing.run();
  }

  private Entry entry(io.sluice.registry.model.SchemaVersion version) {
    return entry(version.subject().toString(), version.version(), version.schema());
  }

  private Entry entry(String subject, int version, StoredSchema schema) {
    SchemaContent content = schema.content();
    return new Entry(
        subject,
        version,
        schema.id(),
        content.type(),
        content.text(),
        content.references(),
        map(content.metadata()),
        map(content.ruleSet()));
  }

  private Map<String, Object> map(@Nullable Object value) {
    return value == null ? Map.of() : json.convertValue(value, MAP);
  }

  private <T> T converted(Map<String, Object> value, Class<T> type) {
    try {
      return json.convertValue(value, type);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RegistryError.INVALID_SCHEMA.status(),
          RegistryError.INVALID_SCHEMA.code(),
          "what stands beside a schema is not as the API writes it (" + type.getSimpleName() + ")");
    }
  }

  private Actor actor(Optional<String> reason) {
    return new Actor(who, reason.orElse(""));
  }

  private static Deleted deleted(boolean included) {
    return included ? Deleted.INCLUDED : Deleted.HIDDEN;
  }

  private static <T> Optional<T> found(Supplier<T> question) {
    try {
      return Optional.of(ask(question));
    } catch (RefusedException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RegistryException e) {
      if (e.error().status() >= 500) {
        throw new ProjectException(
            ProjectException.Kind.STATE, String.valueOf(e.getMessage()), null, e);
      }
      throw new RefusedException(
          e.error().status(), e.error().code(), String.valueOf(e.getMessage()));
    }
  }
}
