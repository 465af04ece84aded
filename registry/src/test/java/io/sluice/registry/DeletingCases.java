package io.sluice.registry;

import static io.sluice.registry.model.Deleted.HIDDEN;
import static io.sluice.registry.model.Deleted.INCLUDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is deleted, comes back, and is kept because others need it. */
abstract class DeletingCases extends RegistryCases {
  // Deleting.

  @Test
  void a_version_is_deleted_softly_and_then_for_ever() {
    register("orders", "a");
    register("orders", "a b?");

    refused(
        RegistryError.VERSION_NOT_SOFT_DELETED,
        () -> registry().deleteVersion("orders", 1, true, ANNA));
    assertThat(registry().deleteVersion("orders", 1, false, ANNA)).isEqualTo(1);
    refused(
        RegistryError.VERSION_SOFT_DELETED,
        () -> registry().deleteVersion("orders", 1, false, ANNA));
    assertThat(registry().deleteVersion("orders", 1, true, ANNA)).isEqualTo(1);
    refused(
        RegistryError.VERSION_NOT_FOUND, () -> registry().deleteVersion("orders", 1, true, ANNA));
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schema(1, ""));
    assertThat(registry().deleteVersion("orders", LATEST, false, ANNA)).isEqualTo(2);
    refused(
        RegistryError.SUBJECT_NOT_FOUND,
        () -> registry().deleteVersion("orders", LATEST, false, ANNA));
    assertThat(registry().deleteVersion("orders", LATEST, true, ANNA)).isEqualTo(2);
    refused(
        RegistryError.SUBJECT_NOT_FOUND, () -> registry().deleteVersion("orders", 2, false, ANNA));
  }

  @Test
  void a_subject_is_deleted_softly_and_then_for_ever() {
    register("orders", "a");
    register("orders", "a b?");
    registry().deleteVersion("orders", 1, false, ANNA);

    refused(
        RegistryError.SUBJECT_NOT_SOFT_DELETED,
        () -> registry().deleteSubject("orders", true, ANNA));
    assertThat(registry().deleteSubject("orders", false, ANNA)).containsExactly(2);
    refused(
        RegistryError.SUBJECT_SOFT_DELETED, () -> registry().deleteSubject("orders", false, ANNA));
    assertThat(registry().subjects("", HIDDEN, Page.ALL)).isEmpty();
    assertThat(registry().subjects("", INCLUDED, Page.ALL)).containsExactly("orders");
    assertThat(registry().deleteSubject("orders", true, ANNA)).containsExactly(1, 2);
    refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry().deleteSubject("orders", true, ANNA));
    refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry().deleteSubject("none", false, ANNA));
    assertThat(registry().subjects("", INCLUDED, Page.ALL)).isEmpty();
  }

  @Test
  void level_and_mode_go_with_their_subject_and_are_kept_in_the_list_of_changes() {
    register("orders", "a");
    level("orders", CompatibilityLevel.NONE);
    registry().setMode("orders", Mode.READWRITE, false, ANNA);

    registry().deleteSubject("orders", false, ANNA);
    again();
    assertThat(registry().ownConfig("orders")).isEmpty();
    assertThat(registry().ownMode("orders")).isEmpty();
    assertThat(registry().changes("orders", Long.MAX_VALUE, 1).get(0).before())
        .isEqualTo("versions [1], settings {\"compatibilityLevel\":\"NONE\"}, mode READWRITE");
    // What is set for the name meanwhile goes when the rest does.
    level("orders", CompatibilityLevel.NONE);
    registry().deleteSubject("orders", true, ANNA);
    assertThat(registry().ownConfig("orders")).isEmpty();
    register("orders", "z");
    refused(RegistryError.INCOMPATIBLE_SCHEMA, () -> register("orders", "a"));
  }

  @Test
  void level_and_mode_go_with_the_last_version_that_is_deleted_for_ever() {
    register("orders", "a");
    register("orders", "a b?");
    level("orders", CompatibilityLevel.NONE);
    registry().deleteVersion("orders", 1, false, ANNA);
    registry().deleteVersion("orders", 2, false, ANNA);
    registry().deleteVersion("orders", 1, true, ANNA);
    assertThat(registry().ownConfig("orders")).isPresent();
    registry().deleteVersion("orders", 2, true, ANNA);
    assertThat(registry().ownConfig("orders")).isEmpty();
  }

  @Test
  void a_soft_deleted_schema_comes_back_with_its_id_as_a_new_version() {
    SchemaVersion first = register("orders", "a");
    register("orders", "a b?");
    registry().deleteVersion("orders", 1, false, ANNA);

    for (int begun = 0; begun < 2; begun++) {
      SchemaVersion again = registry().register("orders", draft("a"), false, ANNA);
      assertThat(again.id()).isEqualTo(first.id());
      assertThat(again.version()).isEqualTo(3);
      assertThat(registry().versions("orders", INCLUDED, Page.ALL)).containsExactly(2, 3);
      again();
    }
  }

  @Test
  void neither_ids_nor_versions_are_used_again_for_anything_else() {
    SchemaVersion first = register("orders", "a");
    registry().deleteSubject("orders", false, ANNA);
    registry().deleteSubject("orders", true, ANNA);
    again();

    SchemaVersion other = register("orders", "z");
    assertThat(other.id()).isEqualTo(first.id() + 1);
    assertThat(other.version()).isEqualTo(2);
    // What the id once meant may have it again: data that was written with it means that.
    SchemaVersion again = register("orders", "z a?");
    assertThat(again.id()).isEqualTo(3);
    assertThat(register("elsewhere", "a").id()).isEqualTo(first.id());
    assertThat(registry().schema(first.id(), "").content().text()).isEqualTo("a");
  }

  @Test
  void an_id_stays_while_any_subject_uses_it() {
    register("a", "x");
    register("b", "x");
    registry().deleteSubject("a", false, ANNA);
    registry().deleteSubject("a", true, ANNA);

    assertThat(registry().schema(1, "").content().text()).isEqualTo("x");
    assertThat(registry().versionsOf(1, "", INCLUDED)).containsExactly(at("b", 1));
  }

  // References.

  @Test
  void references_are_followed_through_all_that_they_need() {
    register("common", "id");
    registerNeeding("address", "street @id", ref("id", "common", 1));
    SchemaVersion order =
        registerNeeding("order", "@address total", ref("address", "address", LATEST));

    assertThat(order.schema().content().references()).containsExactly(ref("address", "address", 1));
    assertThat(registry().source(order.schema()).dependencies())
        .containsExactly(Map.entry("id", "id"), Map.entry("address", "street @id"));
    assertThat(registry().parsed(order.schema()).canonical()).isEqualTo("@address total");
    assertThat(registry().referencedBy("common", 1, HIDDEN)).containsExactly(2);
    assertThat(registry().referencedBy("address", LATEST, HIDDEN)).containsExactly(3);
    assertThat(registry().referencedBy("order", 1, HIDDEN)).isEmpty();
    refused(RegistryError.VERSION_NOT_FOUND, () -> registry().referencedBy("common", 2, HIDDEN));
    refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry().referencedBy("none", 1, HIDDEN));
  }

  @Test
  void references_that_lead_nowhere_or_in_a_circle_or_two_ways_are_refused() {
    register("one", "a");
    register("two", "b");
    registry().register("json", SchemaDraft.of(SchemaType.JSON, "a"), false, ANNA);
    registerNeeding("user", "@x", ref("x", "one", 1));

    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("s", "@x", ref("x", "one", 2)),
        "version 2 of subject 'one'",
        "register it first");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("self", "@self", ref("self", "self", 1)),
        "'self'");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("s", "@x", ref("x", "none", LATEST)),
        "version latest");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("s", "@x", ref("x", "json", 1)),
        "type JSON");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("s", "@x", ref("x", "one", 1), ref("x", "two", 1)),
        "name 'x'");
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registerNeeding("s", "@x @u", ref("x", "two", 1), ref("u", "user", 1)),
        "Two different schemas",
        "'x'");
  }

  @Test
  void what_others_need_is_not_deleted() {
    register("common", "id");
    registerNeeding("order", "@id", ref("id", "common", 1));

    refused(
        RegistryError.REFERENCE_EXISTS,
        () -> registry().deleteVersion("common", 1, false, ANNA),
        "[2]");
    refused(RegistryError.REFERENCE_EXISTS, () -> registry().deleteSubject("common", false, ANNA));
    registry().deleteSubject("order", false, ANNA);
    registry().deleteSubject("common", false, ANNA);
    // Data of the schema that needs it may still be read by its id.
    assertThat(registry().source(registry().schema(2, "")).dependencies()).containsKey("id");
    refused(RegistryError.REFERENCE_EXISTS, () -> registry().deleteSubject("common", true, ANNA));
    assertThat(registry().referencedBy("common", 1, HIDDEN)).isEmpty();
    assertThat(registry().referencedBy("common", 1, INCLUDED)).containsExactly(2);
    registry().deleteSubject("order", true, ANNA);
    assertThat(registry().deleteSubject("common", true, ANNA)).containsExactly(1);
  }

  @Test
  void a_subject_whose_versions_need_each_other_is_deleted_as_a_whole() {
    register("self", "a");
    level("self", CompatibilityLevel.NONE);
    registerNeeding("self", "@old b", ref("old", "self", 1));
    registerNeeding("other", "@self", ref("self", "self", 2));

    refused(
        RegistryError.REFERENCE_EXISTS,
        () -> registry().deleteVersion("self", 1, false, ANNA),
        "[2]");
    refused(
        RegistryError.REFERENCE_EXISTS, () -> registry().deleteSubject("self", false, ANNA), "[3]");
    registry().deleteSubject("other", false, ANNA);
    assertThat(registry().deleteSubject("self", false, ANNA)).containsExactly(1, 2);
    refused(
        RegistryError.REFERENCE_EXISTS, () -> registry().deleteSubject("self", true, ANNA), "[3]");
    registry().deleteSubject("other", true, ANNA);
    assertThat(registry().deleteSubject("self", true, ANNA)).containsExactly(1, 2);
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schema(2, ""));
  }

  @Test
  void what_the_same_name_in_another_context_needs_is_not_deleted() {
    register("a", "x");
    registerNeeding(":.team:a", "@x", ref("x", ":.:a", 1));

    refused(RegistryError.REFERENCE_EXISTS, () -> registry().deleteSubject("a", false, ANNA));
  }

  @Test
  void a_deleted_version_that_is_needed_keeps_its_number_when_its_schema_comes_back() {
    register("common", "id");
    registerNeeding("order", "@id", ref("id", "common", 1));
    registry().deleteSubject("order", false, ANNA);
    registry().deleteSubject("common", false, ANNA);

    assertThat(register("common", "id").version()).isEqualTo(2);
    assertThat(registry().source(registry().schema(2, "")).dependencies()).containsKey("id");
  }
}
