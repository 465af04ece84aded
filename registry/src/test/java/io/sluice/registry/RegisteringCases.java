package io.sluice.registry;

import static io.sluice.registry.model.Deleted.HIDDEN;
import static io.sluice.registry.model.Deleted.INCLUDED;
import static io.sluice.registry.model.Deleted.ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes a version, and what does not. */
abstract class RegisteringCases extends RegistryCases {
  // Registering.

  @Test
  void the_first_schema_is_version_1_and_has_an_id() {
    SchemaVersion version = register("orders", "a b");

    assertThat(version.version()).isEqualTo(1);
    assertThat(version.id()).isEqualTo(1);
    assertThat(version.schema().content().text()).isEqualTo("a b");
    assertThat(version.registeredAt()).isEqualTo(place().clock().instant());
    assertThat(registry().version("orders", 1, HIDDEN)).isEqualTo(version);
    assertThat(registry().version("orders", LATEST, HIDDEN)).isEqualTo(version);
  }

  @Test
  void the_same_schema_again_is_the_same_version_and_changes_nothing() {
    SchemaVersion first = register("orders", "a b");
    place().clock().advance(Duration.ofHours(1));

    assertThat(register("orders", "a   b")).isEqualTo(first);
    assertThat(registry().changes("", Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void the_same_schema_has_the_same_id_in_every_subject() {
    int id = register("orders", "a").id();
    register("other", "z");

    assertThat(register("customers", "a").id()).isEqualTo(id);
    assertThat(registry().versionsOf(id, "", HIDDEN))
        .containsExactly(at("customers", 1), at("orders", 1));
  }

  @Test
  void a_text_of_another_type_or_with_other_notes_is_another_schema() {
    int avro = register("a", "x").id();
    int json = registry().register("b", SchemaDraft.of(SchemaType.JSON, "x"), false, ANNA).id();
    int noted = registerNoted("c", "x", properties("owner", "anna"), null).id();

    assertThat(List.of(avro, json, noted)).containsExactly(1, 2, 3);
  }

  @Test
  void normalising_is_asked_for_by_the_call_or_by_the_settings() {
    assertThat(registry().register("a", draft("b a"), true, ANNA).schema().content().text())
        .isEqualTo("a b");
    assertThat(register("b", "b a").schema().content().text()).isEqualTo("b a");
    registry().setConfig("c", normalizing(), ANNA);
    assertThat(register("c", "b a").schema().content().text()).isEqualTo("a b");
    assertThat(registry().lookUp("c", draft("b a"), false, HIDDEN).version()).isEqualTo(1);
    assertThatThrownBy(() -> registry().lookUp("b", draft("a b"), true, ONLY))
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void what_is_no_schema_is_refused_with_why() {
    refused(RegistryError.INVALID_SCHEMA, () -> register("a", "A?!"), "expected a field");
    refused(RegistryError.INVALID_SCHEMA, () -> register("a", "a\u0000"), "NUL");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registry().register("a", SchemaDraft.of(SchemaType.PROTOBUF, "a"), false, ANNA),
        "not supported");
    assertThat(registry().subjects("", INCLUDED, Page.ALL)).isEmpty();
  }

  @Test
  void what_a_database_would_not_give_back_and_what_is_too_tooLongis_refused() {
    Metadata half = properties("owner", "\udfff anna");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNoted("a", "x", half, null),
        "half of a character");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("a", "x", ref("\ud800", "a", LATEST)),
        "not there");
    refused(
        RegistryError.INVALID_SUBJECT,
        () -> registerNeeding("a", "x", ref("q", "q\u0000", LATEST)),
        "control character");
    refused(
        RegistryError.INVALID_SUBJECT, () -> registry().subjects(":*:\u0000", HIDDEN, Page.ALL));
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schemaOfGuid("a\u0000"));
    String tooLong = "x".repeat(1 << 20);
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNoted("a", "x", properties("a", tooLong), null),
        "up to 1048576");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registry().setConfig("a", noting(properties("a", tooLong), null), ANNA),
        "up to 1048576");
    Metadata whole = properties("owner", "\ud83d\ude00");
    registerNoted("a", "x", whole, null);
    assertThat(again().version("a", 1, HIDDEN).schema().content().metadata()).isEqualTo(whole);
  }

  @Test
  void a_subject_must_have_a_name_that_can_be_one() {
    refused(RegistryError.INVALID_SUBJECT, () -> register("", "a"), "not the name of a subject");
    refused(RegistryError.INVALID_SUBJECT, () -> register(":.team:", "a"), ":.team:");
    for (String reserved : List.of("__GLOBAL", "__EMPTY", ":.team:__EMPTY", ":.__GLOBAL:a")) {
      refused(RegistryError.INVALID_SUBJECT, () -> register(reserved, "a"), reserved);
    }
    refused(RegistryError.INVALID_SUBJECT, () -> register("a\tb", "a"), "control character");
    refused(RegistryError.INVALID_SUBJECT, () -> register("x".repeat(501), "a"), "501");
    refused(RegistryError.INVALID_SUBJECT, () -> register("a\ud800", "a"), "half of a character");
    // Debezium's heartbeats have a topic of such a name.
    assertThat(register("__debezium-heartbeat.shop-value", "a").version()).isEqualTo(1);
    assertThat(register("grüße/+ %2F 日本", "a").version()).isEqualTo(1);
    assertThat(registry().subjects("grüße/", HIDDEN, Page.ALL)).hasSize(1);
  }

  @Test
  void an_incompatible_schema_is_refused_with_place_and_reader() {
    register("orders", "a b");

    refused(
        RegistryError.INCOMPATIBLE_SCHEMA,
        () -> register("orders", "a b c"),
        "/c",
        "version 1",
        "BACKWARD");
    assertThat(register("orders", "a b c?").version()).isEqualTo(2);
  }

  @Test
  void a_version_in_the_request_must_be_the_next_one() {
    register("orders", "a");

    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registry().register("orders", forced("a b?", -1, 3), false, ANNA),
        "expected 2 but found 3");
    assertThat(registry().register("orders", forced("a b?", -1, 2), false, ANNA).version())
        .isEqualTo(2);
  }

  // Compatibility.

  @Test
  void levels_that_are_transitive_look_at_all_versions() {
    level("orders", CompatibilityLevel.NONE);
    register("orders", "a");
    register("orders", "b");
    level("orders", CompatibilityLevel.BACKWARD);
    assertThat(conflicts("orders", "b")).isEmpty();
    level("orders", CompatibilityLevel.BACKWARD_TRANSITIVE);

    assertThat(conflicts("orders", "b c?")).containsExactly(1);
    assertThat(conflicts("orders", "a b c")).containsExactly(2, 2, 1, 1);
    level("orders", CompatibilityLevel.FORWARD);
    assertThat(conflicts("orders", "b x")).isEmpty();
    assertThat(conflicts("orders", "x")).containsExactly(2);
    level("orders", CompatibilityLevel.FULL_TRANSITIVE);
    assertThat(conflicts("orders", "a b c?")).containsExactly(2, 1);
  }

  @Test
  void deleted_versions_bind_nobody() {
    register("orders", "a");
    register("orders", "a b?");
    registry().deleteVersion("orders", 2, false, ANNA);
    registry().deleteVersion("orders", 1, false, ANNA);

    assertThat(register("orders", "x y").version()).isEqualTo(3);
  }

  @Test
  void one_version_can_be_asked_about() {
    level("orders", CompatibilityLevel.NONE);
    register("orders", "a");
    register("orders", "b");
    level("orders", CompatibilityLevel.BACKWARD);

    assertThat(registry().checkAgainst("orders", 1, draft("a c?"), false).isCompatible()).isTrue();
    assertThat(registry().checkAgainst("orders", 2, draft("a c?"), false).isCompatible()).isFalse();
    assertThat(registry().checkAgainst("orders", LATEST, draft("a"), false).isCompatible())
        .isFalse();
    assertThat(registry().checkAgainst("nobody", LATEST, draft("a"), false).isCompatible())
        .isTrue();
    refused(
        RegistryError.VERSION_NOT_FOUND,
        () -> registry().checkAgainst("orders", 3, draft("a"), false));
    refused(
        RegistryError.SUBJECT_NOT_FOUND,
        () -> registry().checkAgainst("nobody", 1, draft("a"), false));
    refused(
        RegistryError.INVALID_SCHEMA, () -> registry().check("orders", draft("A"), false), "field");
  }

  @Test
  void a_schema_of_another_type_is_compatible_with_none_only() {
    register("orders", "a");
    SchemaDraft json = SchemaDraft.of(SchemaType.JSON, "a");

    refused(
        RegistryError.INCOMPATIBLE_SCHEMA,
        () -> registry().register("orders", json, false, ANNA),
        "type");
    level("orders", CompatibilityLevel.NONE);
    assertThat(registry().register("orders", json, false, ANNA).version()).isEqualTo(2);
  }

  @Test
  void versions_of_other_groups_bind_nobody() {
    registry().setConfig("orders", grouped("major"), ANNA);
    registerNoted("orders", "a", properties("major", "1"), null);
    registerNoted("orders", "x", properties("major", "2"), null);

    assertThat(registerNoted("orders", "a b?", properties("major", "1"), null).version())
        .isEqualTo(3);
    refused(
        RegistryError.INCOMPATIBLE_SCHEMA,
        () -> registerNoted("orders", "a b", properties("major", "2"), null),
        "version 2");
  }
}
