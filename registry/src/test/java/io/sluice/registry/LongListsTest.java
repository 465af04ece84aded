package io.sluice.registry;

import static io.sluice.registry.RegistryCases.ANNA;
import static io.sluice.registry.RegistryCases.properties;
import static io.sluice.registry.RegistryCases.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaFilter;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.VersionSize;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many versions are looked through without a statement, or a text in memory, for each. */
class LongListsTest {
  private static final int VERSIONS = 30;

  @TempDir Path folder;

  @Test
  void on_sqlite() {
    try (Place place = Place.sqlite(folder)) {
      looksThrough(place);
    }
  }

  @Test
  void on_postgres() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Place place = Place.postgres(database)) {
      looksThrough(place);
    }
  }

  private static void looksThrough(Place place) {
    CountingStorage counting = new CountingStorage(place.storage());
    Registry registry = place.on(counting);
    // None at all would be those of the version before.
    RuleSet none = new RuleSet(null, List.of(), null);
    registry.setConfig("", SubjectConfig.of(CompatibilityLevel.NONE), ANNA);
    for (int version = 1; version <= VERSIONS; version++) {
      RuleSet rules = version % 10 == 0 ? new RuleSet(null, List.of(rule("r")), null) : none;
      registry.register(
          "s",
          SchemaDraft.of(
              new SchemaContent(
                  SchemaType.AVRO,
                  "f" + version,
                  List.of(),
                  properties("v", Integer.toString(version)),
                  rules)),
          false,
          ANNA);
    }
    counting.reset();

    assertThat(registry.latestWithMetadata("s", Map.of("v", "2"), Deleted.HIDDEN).version())
        .isEqualTo(2);
    assertThat(counting.statementsWith("registry_version")).isLessThan(4);
    counting.reset();
    assertThat(places(registry, "CEL", Page.ALL)).containsExactly(10, 20, 30);
    assertThat(places(registry, "CEL", new Page(1, 1))).containsExactly(20);
    assertThat(places(registry, "CEL", new Page(2, 5))).containsExactly(30);
    assertThat(places(registry, "CEL", new Page(0, 0))).isEmpty();
    assertThat(places(registry, "JSONATA", Page.ALL)).isEmpty();
    assertThat(counting.statementsWith("s.text,")).isZero();
    long shortest = "f1{\"properties\":{\"v\":\"1\"}}{\"domainRules\":[]}".length();
    assertThat(sizes(registry, null)).startsWith(shortest, shortest).hasSize(VERSIONS);
    assertThat(sizes(registry, "CEL")).hasSize(3).allMatch(size -> size > shortest + 20);
  }

  private static List<Integer> places(Registry registry, String type, Page page) {
    return registry.sizes(new SchemaFilter("", Deleted.HIDDEN, false, type), page).stream()
        .map(size -> size.place().version())
        .toList();
  }

  private static List<Long> sizes(Registry registry, @Nullable String type) {
    return registry.sizes(new SchemaFilter("", Deleted.HIDDEN, false, type), Page.ALL).stream()
        .map(VersionSize::characters)
        .toList();
  }
}
