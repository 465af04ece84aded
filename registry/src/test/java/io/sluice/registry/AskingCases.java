package io.sluice.registry;

import static io.sluice.registry.model.Deleted.HIDDEN;
import static io.sluice.registry.model.Deleted.INCLUDED;
import static io.sluice.registry.model.Deleted.ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.StoredSchema;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.state.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found, in which context, by which node, and what was changed. */
abstract class AskingCases extends RegistryCases {
  // Looking up.

  @Test
  void a_schema_is_found_by_its_text_with_or_without_what_is_noted_beside_it() {
    registerNoted("orders", "a", properties("owner", "anna"), null);
    register("orders", "a b?");

    assertThat(registry().lookUp("orders", draft("a"), false, HIDDEN).version()).isEqualTo(1);
    assertThat(lookUpNoted("orders", "a", properties("owner", "anna")).version()).isEqualTo(1);
    refused(
        RegistryError.SCHEMA_NOT_FOUND,
        () -> lookUpNoted("orders", "a", properties("owner", "otto")));
    refused(
        RegistryError.SCHEMA_NOT_FOUND,
        () -> registry().lookUp("orders", draft("z"), false, HIDDEN));
    refused(
        RegistryError.SUBJECT_NOT_FOUND,
        () -> registry().lookUp("none", draft("a"), false, HIDDEN));
  }

  @Test
  void what_is_deleted_is_found_where_that_is_asked_for() {
    register("orders", "a");
    register("orders", "a b?");
    registry().deleteVersion("orders", 1, false, ANNA);

    refused(
        RegistryError.SCHEMA_NOT_FOUND,
        () -> registry().lookUp("orders", draft("a"), false, HIDDEN));
    assertThat(registry().lookUp("orders", draft("a"), false, INCLUDED).isDeleted()).isTrue();
    assertThat(registry().versions("orders", HIDDEN, Page.ALL)).containsExactly(2);
    assertThat(registry().versions("orders", INCLUDED, Page.ALL)).containsExactly(1, 2);
    assertThat(registry().versions("orders", ONLY, Page.ALL)).containsExactly(1);
    refused(RegistryError.VERSION_NOT_FOUND, () -> registry().version("orders", 1, HIDDEN));
    assertThat(registry().version("orders", 1, INCLUDED).isDeleted()).isTrue();
    assertThat(registry().versionsOf(1, "", HIDDEN)).isEmpty();
    assertThat(registry().versionsOf(1, "", INCLUDED)).containsExactly(at("orders", 1));
    assertThat(registry().schema(1, "").content().text()).isEqualTo("a");
  }

  @Test
  void lists_begin_with_prefixes_and_come_in_pages() {
    for (String subject : List.of("b", "a-1", "a-2", ":.team:a-3", "a-4", "A")) {
      register(subject, "x");
    }
    registry().deleteSubject("a-4", false, ANNA);

    assertThat(registry().subjects("", HIDDEN, Page.ALL)).containsExactly("A", "a-1", "a-2", "b");
    assertThat(registry().subjects("a-", HIDDEN, Page.ALL)).containsExactly("a-1", "a-2");
    assertThat(registry().subjects("a-", ONLY, Page.ALL)).containsExactly("a-4");
    assertThat(registry().subjects("a-", INCLUDED, Page.ALL)).containsExactly("a-1", "a-2", "a-4");
    assertThat(registry().subjects(":.team:", HIDDEN, Page.ALL)).containsExactly(":.team:a-3");
    assertThat(registry().subjects(":*:a-", HIDDEN, Page.ALL))
        .containsExactly("a-1", "a-2", ":.team:a-3");
    assertThat(registry().subjects("", HIDDEN, new Page(1, 2))).containsExactly("a-1", "a-2");
    assertThat(registry().subjects("", HIDDEN, new Page(9, 2))).isEmpty();
    register("b", "x y?");
    register("b", "x z?");
    assertThat(registry().versions("b", HIDDEN, new Page(1, 1))).containsExactly(2);
    assertThat(places(listed(registry(), "", HIDDEN, false, Page.ALL)))
        .containsExactly("A 1", "a-1 1", "a-2 1", "b 1", "b 2", "b 3");
    assertThat(places(listed(registry(), ":*:", HIDDEN, true, Page.ALL)))
        .containsExactly("A 1", "a-1 1", "a-2 1", "b 3", ":.team:a-3 1");
    assertThat(places(listed(registry(), "b", HIDDEN, false, new Page(1, 1))))
        .containsExactly("b 2");
    assertThat(places(listed(registry(), "a-4", ONLY, true, Page.ALL))).containsExactly("a-4 1");
    registry().deleteVersion("b", 3, false, ANNA);
    assertThat(places(listed(registry(), "b", HIDDEN, true, Page.ALL))).containsExactly("b 2");
  }

  @Test
  void versions_and_subjects_that_are_not_there_are_told_apart() {
    register("orders", "a");

    refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry().version("none", 1, HIDDEN), "'none'");
    refused(RegistryError.SUBJECT_NOT_FOUND, () -> registry().versions("none", HIDDEN, Page.ALL));
    refused(RegistryError.VERSION_NOT_FOUND, () -> registry().version("orders", 2, HIDDEN), "2");
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schema(99, ""), "99");
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schemaOfGuid("no"), "no");
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().versionsOf(99, "", HIDDEN));
  }

  @Test
  void a_guid_names_the_same_content_in_every_context() {
    StoredSchema here = register("a", "x").schema();
    register(":.team:b", "y");
    StoredSchema there = register(":.team:a", "x").schema();

    assertThat(there.guid()).isEqualTo(here.guid());
    assertThat(there.id()).isEqualTo(2);
    assertThat(registry().schemasOfGuid(here.guid())).containsExactly(here, there);
    assertThat(registry().schemaOfGuid(here.guid())).isEqualTo(here);
  }

  @Test
  void the_newest_version_with_some_properties_is_found() {
    registerNoted("orders", "a", properties("major", "1"), null);
    registerNoted("orders", "a b?", properties("major", "1"), null);
    registerNoted("orders", "a c?", properties("major", "2"), null);

    assertThat(registry().latestWithMetadata("orders", Map.of("major", "1"), HIDDEN).version())
        .isEqualTo(2);
    assertThat(registry().latestWithMetadata("orders", Map.of(), HIDDEN).version()).isEqualTo(3);
    refused(
        RegistryError.SCHEMA_NOT_FOUND,
        () -> registry().latestWithMetadata("orders", Map.of("major", "9"), HIDDEN));
    refused(
        RegistryError.SUBJECT_NOT_FOUND,
        () -> registry().latestWithMetadata("none", Map.of("major", "9"), HIDDEN));
  }

  // Contexts.

  @Test
  void contexts_have_ids_subjects_and_references_of_their_own() {
    register("orders", "a");
    register(":.team:common", "id");
    SchemaVersion there = registerNeeding(":.team:orders", "@id", ref("id", "common", 1));

    assertThat(there.id()).isEqualTo(2);
    assertThat(there.subject().toString()).isEqualTo(":.team:orders");
    assertThat(registry().schema(2, ":.team:").content().text()).isEqualTo("@id");
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schema(2, ""));
    refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schema(2, "orders2"));
    // Who knows the subject but not its context is helped.
    assertThat(registry().schema(2, "orders").context()).isEqualTo(".team");
    assertThat(registry().contexts(Page.ALL)).containsExactly(".", ".team");
    assertThat(registry().contexts(new Page(1, 1))).containsExactly(".team");
    assertThat(registerNeeding("far", "@id", ref("id", ":.team:common", 1)).id()).isEqualTo(2);
    assertThat(registry().referencedBy(":.team:common", 1, HIDDEN)).containsExactly(2);
    assertThat(registry().version(":.:orders", 1, HIDDEN).subject().toString()).isEqualTo("orders");
  }

  // What was changed.

  @Test
  void every_change_is_kept_with_who_when_and_why() {
    register("orders", "a");
    Instant first = place().clock().instant();
    place().clock().advance(Duration.ofMinutes(1));
    level("orders", CompatibilityLevel.NONE);
    registry().setMode("", Mode.READWRITE, false, ANNA);
    register(":.team:orders", "a");
    registry().deleteSubject("orders", false, new Actor("otto", "not needed"));
    registry().deleteSubject("orders", true, ANNA);
    registry().deleteMode("", ANNA);
    again();

    Registry again = registry();
    assertThat(again.changes("", Long.MAX_VALUE, 100))
        .extracting(change -> change.action() + " " + change.subject() + " " + change.version())
        .containsExactly(
            "mode.deleted  0",
            "subject.deleted_permanently orders 0",
            "subject.deleted orders 0",
            "version.registered :.team:orders 1",
            "mode.set  0",
            "config.set orders 0",
            "version.registered orders 1");
    assertThat(again.changes("orders", Long.MAX_VALUE, 100)).hasSize(4);
    assertThat(again.changes(":.team:", Long.MAX_VALUE, 100)).hasSize(1);
    assertThat(again.changes("orders", Long.MAX_VALUE, 100).get(3).at()).isEqualTo(first);
    assertThat(again.changes("orders", Long.MAX_VALUE, 2).get(1).actor())
        .isEqualTo(new Actor("otto", "not needed"));
    long third = again.changes("orders", Long.MAX_VALUE, 3).get(2).number();
    assertThat(again.changes("orders", third, 100)).hasSize(1);
  }

  // Several nodes.

  @Test
  void what_one_node_deletes_the_other_does_not_tell() {
    register("orders", "a");
    try (Storage elsewhere = place().another()) {
      Registry other = place().on(elsewhere);
      assertThat(other.schema(1, "").content().text()).isEqualTo("a");
      assertThat(registry().schema(1, "").content().text()).isEqualTo("a");

      other.deleteSubject("orders", false, ANNA);
      assertThat(registry().subjects("", HIDDEN, Page.ALL)).isEmpty();
      assertThat(registry().schema(1, "").content().text()).isEqualTo("a");
      other.deleteSubject("orders", true, ANNA);

      refused(RegistryError.SCHEMA_NOT_FOUND, () -> registry().schema(1, ""));
      assertThat(other.register("orders", draft("b"), false, ANNA).id()).isEqualTo(2);
      assertThat(registry().schema(2, "").content().text()).isEqualTo("b");
    }
  }
}
