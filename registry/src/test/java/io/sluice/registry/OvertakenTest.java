package io.sluice.registry;

import static io.sluice.registry.RegistryCases.ANNA;
import static io.sluice.registry.RegistryCases.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.formats.SchemaFormats;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registration while others register versions of the same subject, each time a moment before. */
@Timeout(60)
class OvertakenTest {
  private static final int VERSIONS = 40;

  @TempDir Path folder;

  private Place place;
  private CountingStorage storage;
  private final Watched watched = new Watched();
  private Registry slow;
  private int made;

  @BeforeEach
  void begin() {
    place = Place.sqlite(folder);
    storage = new CountingStorage(place.storage());
    slow = Registry.open(storage, new SchemaFormats(List.of(watched)), place.clock());
    level(CompatibilityLevel.FULL_TRANSITIVE);
    for (int i = 0; i < VERSIONS; i++) {
      another();
    }
  }

  @AfterEach
  void end() {
    place.close();
  }

  @Test
  void each_version_is_compared_once_however_often_somebody_else_is_faster() {
    watched.overtakes = 20;
    watched.by = 1;

    SchemaVersion version = slow.register("s", draft("a mine?"), false, ANNA);

    // Four times beside the others, and then while they wait.
    assertThat(version.version()).isEqualTo(VERSIONS + 4 + 1);
    assertThat(watched.compared).isEqualTo(2 * (VERSIONS + 4));
    assertThat(watched.comparedAlone).isEqualTo(2);
  }

  @Test
  void others_do_not_wait_while_many_versions_are_compared() {
    watched.overtakes = 9;
    watched.by = 10;

    SchemaVersion version = slow.register("s", draft("a mine?"), false, ANNA);

    assertThat(version.version()).isEqualTo(VERSIONS + 90 + 1);
    assertThat(watched.compared).isEqualTo(2 * (VERSIONS + 90));
    assertThat(watched.comparedAlone).isZero();
  }

  @Test
  void what_came_in_between_may_be_an_obstacle() {
    watched.overtakes = 20;
    watched.by = 1;
    watched.text = "a z";
    level(CompatibilityLevel.FORWARD_TRANSITIVE);

    RegistryCases.refused(
        RegistryError.INCOMPATIBLE_SCHEMA,
        () -> slow.register("s", draft("a mine?"), false, ANNA),
        "version " + (VERSIONS + 1));
    assertThat(place.registry().versions("s", Deleted.HIDDEN, Page.ALL)).hasSize(VERSIONS + 1);
  }

  @Test
  void another_level_has_all_versions_compared_anew() {
    level(CompatibilityLevel.BACKWARD_TRANSITIVE);
    watched.overtakes = 1;
    watched.level = CompatibilityLevel.FORWARD_TRANSITIVE;

    slow.register("s", draft("a mine?"), false, ANNA);

    assertThat(watched.compared).isEqualTo(2 * VERSIONS);
  }

  private void level(CompatibilityLevel level) {
    place.registry().setConfig("s", SubjectConfig.of(level), ANNA);
  }

  private void another() {
    place.registry().register("s", draft("a f" + made++ + "?"), false, ANNA);
  }

  /** Counts comparisons, and at the first of each attempt has somebody else be faster. */
  private final class Watched implements SchemaFormat {
    private final SchemaFormat fields = new FieldsFormat(SchemaType.AVRO);
    private int overtakes;
    private int by;
    private String text = "";
    private CompatibilityLevel level = CompatibilityLevel.NONE;
    private int compared;
    private int comparedAlone;
    private long attempt;

    @Override
    public SchemaType type() {
      return SchemaType.AVRO;
    }

    @Override
    public ParsedSchema parse(SchemaSource source) {
      return fields.parse(source);
    }

    @Override
    public List<Incompatibility> incompatibilities(ParsedSchema reader, ParsedSchema writer) {
      compared++;
      if (storage.isWriting()) {
        comparedAlone++;
      } else if (overtakes > 0 && storage.writes() >= attempt) {
        attempt = storage.writes() + 1;
        overtakes--;
        overtake();
      }
      return fields.incompatibilities(reader, writer);
    }

    private void overtake() {
      if (level != CompatibilityLevel.NONE) {
        level(level);
      } else if (!text.isEmpty()) {
        place.registry().register("s", draft(text), false, ANNA);
      } else {
        for (int i = 0; i < by; i++) {
          another();
        }
      }
    }
  }
}
