package io.sluice.registry;

import static io.sluice.registry.model.Deleted.HIDDEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What configs and modes change. */
abstract class SettingCases extends RegistryCases {
  // Settings.

  @Test
  void a_level_is_the_subjects_or_the_contexts_or_everybodys() {
    assertThat(levelOf("orders")).isEqualTo(CompatibilityLevel.BACKWARD);
    level(":.__GLOBAL:", CompatibilityLevel.FORWARD);
    assertThat(levelOf("orders")).isEqualTo(CompatibilityLevel.FORWARD);
    assertThat(levelOf(":.team:orders")).isEqualTo(CompatibilityLevel.FORWARD);
    level("", CompatibilityLevel.FULL);
    assertThat(levelOf("orders")).isEqualTo(CompatibilityLevel.FULL);
    assertThat(levelOf("")).isEqualTo(CompatibilityLevel.FULL);
    assertThat(levelOf(":.team:orders")).isEqualTo(CompatibilityLevel.FORWARD);
    level(":.team:", CompatibilityLevel.NONE);
    assertThat(levelOf(":.team:orders")).isEqualTo(CompatibilityLevel.NONE);
    level("orders", CompatibilityLevel.FULL_TRANSITIVE);
    assertThat(levelOf("orders")).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);

    assertThat(registry().ownConfig("other")).isEmpty();
    assertThat(registry().deleteConfig("orders", ANNA).map(SubjectConfig::compatibilityLevel))
        .contains(CompatibilityLevel.FULL_TRANSITIVE);
    assertThat(registry().deleteConfig("orders", ANNA)).isEmpty();
    assertThat(levelOf("orders")).isEqualTo(CompatibilityLevel.FULL);
    again();
    assertThat(registry().config("orders").compatibilityLevel()).isEqualTo(CompatibilityLevel.FULL);
  }

  @Test
  void a_setting_leaves_the_others_alone() {
    level("orders", CompatibilityLevel.FULL);

    SubjectConfig now = registry().setConfig("orders", normalizing(), ANNA);

    assertThat(now.compatibilityLevel()).isEqualTo(CompatibilityLevel.FULL);
    assertThat(now.normalize()).isTrue();
    assertThat(registry().ownConfig("orders")).contains(now);
  }

  @Test
  void what_is_replaced_is_one_change_and_leaves_nothing_of_before() {
    registry().setConfig("orders", normalizing(), ANNA);

    registry().replaceConfig("orders", SubjectConfig.of(CompatibilityLevel.FULL), ANNA);
    assertThat(registry().ownConfig("orders")).contains(SubjectConfig.of(CompatibilityLevel.FULL));
    registry().replaceConfig("orders", SubjectConfig.EMPTY, ANNA);
    registry().replaceConfig("orders", SubjectConfig.EMPTY, ANNA);

    assertThat(registry().ownConfig("orders")).isEmpty();
    assertThat(registry().changes("orders", Long.MAX_VALUE, 10))
        .extracting(RegistryChange::action)
        .containsExactly("config.deleted", "config.set", "config.set");
  }

  @Test
  void an_alias_is_followed_but_not_by_settings() {
    register("orders", "a");
    registry().setConfig("bestellungen", aliased("orders"), ANNA);

    assertThat(registry().version("bestellungen", 1, HIDDEN).subject())
        .isEqualTo(SubjectName.parse("orders"));
    assertThat(register("bestellungen", "a b?").version()).isEqualTo(2);
    assertThat(registry().versions("bestellungen", HIDDEN, Page.ALL)).containsExactly(1, 2);
    level("bestellungen", CompatibilityLevel.NONE);
    assertThat(levelOf("orders")).isEqualTo(CompatibilityLevel.BACKWARD);
    assertThat(registry().subjects("", HIDDEN, Page.ALL)).containsExactly("orders");
    // One alias is followed, not one behind it.
    registry().setConfig("orders", aliased("elsewhere"), ANNA);
    assertThat(register("bestellungen", "a c?").subject().name()).isEqualTo("orders");
    assertThat(register("orders", "a c?").subject().name()).isEqualTo("elsewhere");
  }

  @Test
  void an_alias_must_be_a_subject() {
    for (String alias : List.of("q\u0000", ":.team:", "__GLOBAL", "x".repeat(501), "\ud800")) {
      refused(
          RegistryError.INVALID_SUBJECT,
          () -> registry().setConfig("orders", aliased(alias), ANNA));
      refused(
          RegistryError.INVALID_SUBJECT,
          () -> registry().replaceConfig("orders", aliased(alias), ANNA));
    }
    registry().setConfig("orders", aliased(":.team:orders"), ANNA);
    assertThat(register("orders", "a").subject()).isEqualTo(SubjectName.parse(":.team:orders"));
    registry().setConfig("orders", aliased(""), ANNA);
    assertThat(register("orders", "a").subject()).isEqualTo(SubjectName.parse("orders"));
  }

  @Test
  void settings_that_a_database_would_not_give_back_are_refused() {
    refused(
        RegistryError.INVALID_SCHEMA,
        () -> registry().setConfig("orders", noting(properties("a", "\ud800"), null), ANNA),
        "half of a character");
  }

  @Test
  void notes_come_from_the_settings_and_from_the_version_before() {
    Metadata byDefault = properties("owner", "nobody");
    Metadata over = properties("domain", "shop");
    registry().setConfig("orders", noting(byDefault, over), ANNA);

    SchemaVersion first = registerNoted("orders", "a", properties("x", "1"), null);
    assertThat(first.schema().content().metadata())
        .isEqualTo(new Metadata(null, Map.of("owner", "nobody", "x", "1", "domain", "shop"), null));
    RuleSet rules = new RuleSet(null, List.of(rule("check")), null);
    SchemaVersion second = registerNoted("orders", "a b?", properties("owner", "anna"), rules);
    assertThat(second.schema().content().metadata())
        .isEqualTo(new Metadata(null, Map.of("owner", "anna", "domain", "shop"), null));
    SchemaVersion third = register("orders", "a c?");
    assertThat(third.schema().content().metadata()).isEqualTo(second.schema().content().metadata());
    assertThat(third.schema().content().ruleSet()).isEqualTo(rules);
    assertThat(register("orders", "a c?")).isEqualTo(third);
    assertThat(registerNoted("orders", "a b?", properties("owner", "anna"), rules))
        .isEqualTo(second);
    again();
    assertThat(registry().version("orders", 3, HIDDEN)).isEqualTo(third);
  }

  // Modes.

  @Test
  void nothing_is_written_in_read_only_mode() {
    register("orders", "a");
    registry().setMode("orders", Mode.READONLY, false, ANNA);

    refused(
        RegistryError.OPERATION_NOT_PERMITTED, () -> register("orders", "a b?"), "read-only mode");
    assertThat(register("orders", "a").version()).isEqualTo(1);
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().deleteSubject("orders", false, ANNA));
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().deleteVersion("orders", 1, false, ANNA));
    refused(RegistryError.OPERATION_NOT_PERMITTED, () -> level("orders", CompatibilityLevel.NONE));
    refused(RegistryError.OPERATION_NOT_PERMITTED, () -> registry().deleteConfig("orders", ANNA));
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().replaceConfig("orders", normalizing(), ANNA));
    registry().setMode("orders", Mode.READWRITE, false, ANNA);
    assertThat(register("orders", "a b?").version()).isEqualTo(2);
  }

  @Test
  void a_mode_is_the_subjects_or_the_contexts_or_everybodys_and_one_wins_over_all() {
    assertThat(registry().mode("orders")).isEqualTo(Mode.READWRITE);
    registry().setMode(":.__GLOBAL:", Mode.FORWARD, false, ANNA);
    assertThat(registry().mode(":.team:orders")).isEqualTo(Mode.FORWARD);
    registry().setMode("", Mode.READONLY, false, ANNA);
    assertThat(registry().mode("orders")).isEqualTo(Mode.READONLY);
    registry().setMode("orders", Mode.READWRITE, false, ANNA);
    assertThat(registry().mode("orders")).isEqualTo(Mode.READWRITE);
    registry().setMode("", Mode.READONLY_OVERRIDE, false, ANNA);
    assertThat(registry().mode("orders")).isEqualTo(Mode.READONLY_OVERRIDE);
    assertThat(registry().mode(":.team:orders")).isEqualTo(Mode.FORWARD);
    assertThat(registry().deleteMode("", ANNA)).contains(Mode.READONLY_OVERRIDE);
    assertThat(registry().ownMode("")).isEmpty();
    assertThat(registry().ownMode("orders")).contains(Mode.READWRITE);
    assertThat(registry().deleteMode("orders", ANNA)).contains(Mode.READWRITE);
    assertThat(registry().mode("orders")).isEqualTo(Mode.FORWARD);
  }

  @Test
  void an_import_keeps_ids_and_versions() {
    registry().setMode("", Mode.IMPORT, false, ANNA);
    registry().register("orders", forced("a", 17, 3), false, ANNA);
    registry().register("orders", forced("z", 5, 7), false, ANNA);
    registry().register("other", forced("a", 17, 1), false, ANNA);

    assertThat(registry().schema(17, "").content().text()).isEqualTo("a");
    assertThat(registry().versions("orders", HIDDEN, Page.ALL)).containsExactly(3, 7);
    // The same again changes nothing, something else is refused.
    registry().register("orders", forced("a", 17, 3), false, ANNA);
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().register("orders", forced("b", 17, 8), false, ANNA),
        "Overwrite new schema with id 17");
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().register("orders", forced("b", 18, 7), false, ANNA),
        "Overwrite version 7");
    refused(RegistryError.OPERATION_NOT_PERMITTED, () -> register("orders", "new"), "import mode");
    refused(
        RegistryError.ID_DOES_NOT_MATCH,
        () -> registry().register("orders", forced("a", 20, -1), false, ANNA),
        "17",
        "20");
    assertThat(registry().register("more", forced("m", 30, -1), false, ANNA).version())
        .isEqualTo(1);
    registry().setMode("", Mode.READWRITE, false, ANNA);
    level("", CompatibilityLevel.NONE);
    SchemaVersion next = register("orders", "new");
    assertThat(next.id()).isEqualTo(31);
    assertThat(next.version()).isEqualTo(8);
    assertThat(registry().highestId("orders")).isEqualTo(31);
  }

  @Test
  void an_id_that_once_meant_something_is_not_given_away_by_an_import_either() {
    register("orders", "a");
    registry().deleteSubject("orders", false, ANNA);
    registry().deleteSubject("orders", true, ANNA);
    registry().setMode("", Mode.IMPORT, false, ANNA);

    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().register("orders", forced("b", 1, 1), false, ANNA));
    assertThat(registry().register("orders", forced("a", 1, 1), false, ANNA).id()).isEqualTo(1);
  }

  @Test
  void an_import_gives_back_a_version_that_was_soft_deleted() {
    register("orders", "a");
    registry().deleteSubject("orders", false, ANNA);
    registry().setMode("orders", Mode.IMPORT, false, ANNA);

    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().register("orders", forced("b", 9, 1), false, ANNA));
    assertThat(registry().register("orders", forced("a", 1, 1), false, ANNA).version())
        .isEqualTo(1);
    assertThat(registry().versions("orders", HIDDEN, Page.ALL)).containsExactly(1);
  }

  @Test
  void an_import_begins_where_nothing_is_unless_it_is_forced() {
    register("orders", "a");

    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().setMode("", Mode.IMPORT, false, ANNA),
        "existing subjects");
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().setMode("orders", Mode.IMPORT, false, ANNA));
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().setMode(":.__GLOBAL:", Mode.IMPORT, false, ANNA));
    registry().setMode(":.team:", Mode.IMPORT, false, ANNA);
    registry().setMode("empty", Mode.IMPORT, false, ANNA);
    registry().setMode("orders", Mode.IMPORT, true, ANNA);
    registry().setMode("orders", Mode.IMPORT, false, ANNA);
    refused(
        RegistryError.OPERATION_NOT_PERMITTED,
        () -> registry().register("other", forced("a", 9, 1), false, ANNA),
        "not in import mode");
  }
}
