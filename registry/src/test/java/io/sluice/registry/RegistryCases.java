package io.sluice.registry;

import static io.sluice.registry.model.Deleted.HIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.Rule;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaFilter;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.registry.model.VersionSize;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.compatibility.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a test of the registry's answers needs, whichever database it is on. */
abstract class RegistryCases {
  static final Actor ANNA = new Actor("anna", "because");
  static final int LATEST = Registry.LATEST;

  private Place place;
  private Registry registry;

  abstract Place open() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    place = open();
    registry = place.registry();
  }

  @AfterEach
  void end() {
    place.close();
  }

  final Place place() {
    return place;
  }

  final Registry registry() {
    return registry;
  }

  /** Ends the registry and begins again with what is stored. */
  final Registry again() {
    registry = place.reopen();
    return registry;
  }

  final SchemaVersion register(String subject, String text) {
    return registry.register(subject, draft(text), false, ANNA);
  }

  final SchemaVersion registerNeeding(String subject, String text, SchemaReference... references) {
    return registry.register(
        subject,
        SchemaDraft.of(new SchemaContent(SchemaType.AVRO, text, List.of(references), null, null)),
        false,
        ANNA);
  }

  final SchemaVersion registerNoted(
      String subject, String text, Metadata metadata, @Nullable RuleSet rules) {
    return registry.register(
        subject,
        SchemaDraft.of(new SchemaContent(SchemaType.AVRO, text, List.of(), metadata, rules)),
        false,
        ANNA);
  }

  final SchemaVersion lookUpNoted(String subject, String text, Metadata metadata) {
    return registry.lookUp(
        subject,
        SchemaDraft.of(new SchemaContent(SchemaType.AVRO, text, List.of(), metadata, null)),
        false,
        HIDDEN);
  }

  final void level(String subject, CompatibilityLevel level) {
    registry.setConfig(subject, SubjectConfig.of(level), ANNA);
  }

  final @Nullable CompatibilityLevel levelOf(String subject) {
    return registry.config(subject).compatibilityLevel();
  }

  final List<Integer> conflicts(String subject, String text) {
    return registry.check(subject, draft(text), false).conflicts().stream()
        .map(Verdict.Conflict::version)
        .toList();
  }

  static void refused(RegistryError error, ThrowingCallable call, String... says) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.error()).isEqualTo(error))
        .satisfies(e -> assertThat(List.of(says)).allMatch(e.toString()::contains));
  }

  /** Whole, of all subjects that begin so. */
  static List<SchemaVersion> listed(
      Registry registry, String prefix, Deleted deleted, boolean latestOnly, Page page) {
    SchemaFilter filter = new SchemaFilter(prefix, deleted, latestOnly, null);
    return registry.versions(
        registry.sizes(filter, page).stream().map(VersionSize::place).toList(), deleted);
  }

  static List<String> places(List<SchemaVersion> versions) {
    return versions.stream().map(v -> v.subject() + " " + v.version()).toList();
  }

  static SubjectVersion at(String subject, int version) {
    return new SubjectVersion(SubjectName.parse(subject), version);
  }

  static SchemaDraft draft(String text) {
    return SchemaDraft.of(SchemaType.AVRO, text);
  }

  static SchemaDraft forced(String text, int id, int version) {
    return new SchemaDraft(SchemaContent.of(SchemaType.AVRO, text), id, version);
  }

  static SchemaReference ref(String name, String subject, int version) {
    return new SchemaReference(name, subject, version);
  }

  static Metadata properties(String name, String value) {
    return new Metadata(null, Map.of(name, value), null);
  }

  static Rule rule(String name) {
    return new Rule(
        name, null, "CONDITION", "WRITE", "CEL", Set.of("PII"), null, "true", null, null, null);
  }

  static SubjectConfig normalizing() {
    return new SubjectConfig(null, true, null, null, null, null, null, null, null, null, null);
  }

  static SubjectConfig aliased(String alias) {
    return new SubjectConfig(null, null, null, null, alias, null, null, null, null, null, null);
  }

  static SubjectConfig grouped(String property) {
    return new SubjectConfig(null, null, null, null, null, property, null, null, null, null, null);
  }

  static SubjectConfig noting(Metadata byDefault, @Nullable Metadata over) {
    return new SubjectConfig(null, null, null, null, null, null, null, byDefault, over, null, null);
  }
}
