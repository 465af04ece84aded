package io.sluice.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.Rule;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.RegistryTables;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.state.StateDatabase;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariant 10: what a released version wrote is read by this one. A new version of the tables adds
 * golden files of its own here; the ones that are there never change.
 */
class GoldenRegistryTest {
  private static final Metadata METADATA =
      new Metadata(Map.of("a.b", Set.of("PII", "GDPR")), Map.of("owner", "ada"), Set.of("owner"));
  private static final RuleSet RULES =
      new RuleSet(
          null,
          List.of(
              new Rule(
                  "check",
                  "doc",
                  "CONDITION",
                  "WRITE",
                  "CEL",
                  Set.of("PII"),
                  Map.of("k", "v"),
                  "true",
                  "NONE",
                  "ERROR",
                  false)),
          null);

  @TempDir Path folder;

  @Test
  void what_version_1_wrote_into_sqlite_is_still_read() throws Exception {
    HandClock clock = new HandClock();
    try (StateDatabase state = StateDatabase.open(folder, clock)) {
      load(state, "sqlite");
    }
    try (Place place = Place.sqlite(folder)) {
      assertRead(place.registry());
      assertGoesOn(place.registry());
    }
  }

  @Test
  void what_version_1_wrote_into_postgres_is_still_read() throws Exception {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      try (Place place = Place.postgres(database)) {
        database.sql(
            "drop schema public cascade", "create schema public"); // what the newest had made
        load(place.storage(), "postgresql");
      }
      try (Place place = Place.postgres(database)) {
        assertRead(place.registry());
        assertGoesOn(place.registry());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Storage.Dialect.class)
  void a_released_script_is_never_changed(Storage.Dialect dialect) throws Exception {
    Schema schema = RegistryTables.in(dialect);
    String golden =
        dialect == Storage.Dialect.SQLITE ? "registry-v1-sqlite" : "registry-v1-postgresql";

    assertThat(text(schema.loader().getResourceAsStream(schema.resources().get(0))))
        .isEqualTo(golden(golden));
  }

  private static void assertRead(Registry registry) {
    SchemaVersion orders = registry.version("orders-value", 1, Deleted.HIDDEN);
    assertThat(orders.id()).isEqualTo(2);
    assertThat(orders.registeredAt()).isEqualTo(new HandClock().instant());
    assertThat(orders.schema().content())
        .isEqualTo(
            new SchemaContent(
                SchemaType.AVRO,
                "@id total",
                List.of(new SchemaReference("id", "common", 1)),
                METADATA,
                RULES));
    assertThat(registry.version("orders-value", 2, Deleted.ONLY).schema().content().text())
        .isEqualTo("total extra?");
    assertThat(registry.schema(1, ":.team:").content().type()).isEqualTo(SchemaType.JSON);
    assertThat(registry.referencedBy("common", 1, Deleted.HIDDEN)).containsExactly(2);
    assertThat(registry.subjects(":*:", Deleted.INCLUDED, Page.ALL))
        .containsExactly("common", "orders-value", ":.team:orders-value");
    assertThatThrownBy(() -> registry.schema(4, "")).isInstanceOf(RegistryException.class);
    assertThat(registry.ownConfig("orders-value"))
        .contains(
            new SubjectConfig(
                CompatibilityLevel.FULL,
                true,
                false,
                true,
                null,
                "major",
                "STRICT",
                new Metadata(null, Map.of("owner", "nobody"), null),
                null,
                null,
                null));
    assertThat(registry.mode(":.team:orders-value")).isEqualTo(Mode.READONLY);
    List<RegistryChange> changes = registry.changes("", Long.MAX_VALUE, 100);
    assertThat(changes).hasSize(10);
    assertThat(changes.get(6))
        .isEqualTo(
            new RegistryChange(
                4,
                new HandClock().instant(),
                new Actor("otto", "a mistake"),
                "version.deleted",
                SubjectName.parse("orders-value"),
                2,
                3,
                "c04c8600-de16-80e0-b5d5-da67cf464b97",
                null));
  }

  /** What is found by its content, and what numbers come next. */
  private static void assertGoesOn(Registry registry) {
    SchemaDraft id = SchemaDraft.of(SchemaType.AVRO, "id");
    assertThat(registry.register("elsewhere", id, false, RegistryCases.ANNA).id()).isEqualTo(1);
    assertThat(registry.lookUp("common", id, false, Deleted.HIDDEN).version()).isEqualTo(1);
    SchemaDraft gone = SchemaDraft.of(SchemaType.JSON, "gone");
    SchemaVersion back = registry.register("gone", gone, false, RegistryCases.ANNA);
    assertThat(back.id()).isEqualTo(4);
    assertThat(back.version()).isEqualTo(2);
    SchemaDraft fresh = SchemaDraft.of(SchemaType.AVRO, "fresh");
    assertThat(registry.register("fresh", fresh, false, RegistryCases.ANNA).id()).isEqualTo(5);
    assertThat(registry.changes("", Long.MAX_VALUE, 1).get(0).number()).isEqualTo(13);
  }

  private static void load(Storage storage, String dialect) throws IOException {
    String rows = golden("registry-v1");
    ClassLoader loader = GoldenRegistryTest.class.getClassLoader();
    storage.install(
        new Schema("registry", List.of("golden/registry-v1-" + dialect + ".sql"), loader));
    storage.write(
        Durability.NOW,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(rows);
          }
        });
  }

  private static String golden(String name) throws IOException {
    return text(GoldenRegistryTest.class.getResourceAsStream("/golden/" + name + ".sql"));
  }

  private static String text(@Nullable InputStream resource) throws IOException {
    try (InputStream in = requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
