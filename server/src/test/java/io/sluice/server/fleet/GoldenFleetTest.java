package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Where;
import io.sluice.server.folder.Applied;
import io.sluice.server.golden.StoredTables;
import io.sluice.server.view.Desired;
import io.sluice.state.storage.Storage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 10: what servers were told of pipelines. */
@ParameterizedClass
@CsvSource({"SQLITE, 1", "SQLITE, 2", "POSTGRESQL, 1", "POSTGRESQL, 2"})
class GoldenFleetTest extends StoredTables {
  /** From here on names stay with their namespace when a file goes. */
  private static final int NAMES = 2;

  GoldenFleetTest(Where where, int version) {
    super(where, version, "server-fleet", "io/sluice/server/fleet/fleet-");
  }

  @Override
  protected void install(Storage storage) {
    assertThat(new FleetTables(storage)).isNotNull();
  }

  @Override
  protected void allIsRead(Storage storage) {
    FleetTables tables = new FleetTables(storage);

    assertThat(tables.applied())
        .isEqualTo(
            Map.of(
                "orders",
                new Applied(
                    "orders",
                    Path.of("shop/orders.yaml"),
                    "shop",
                    "a1b2c3d4",
                    Optional.of("name: orders\nsource: {connector: postgres}\n"),
                    Instant.ofEpochMilli(1_772_366_400_000L),
                    "ann@example.com"),
                "invoices",
                new Applied(
                    "invoices",
                    Path.of("invoices.yaml"),
                    "default",
                    "e5f60718",
                    Optional.empty(),
                    Instant.ofEpochMilli(1_772_366_401_000L),
                    "folder")));
    assertThat(tables.desired())
        .isEqualTo(
            Map.of("orders", Desired.PAUSED, "gone", Desired.STOPPED, "invoices", Desired.RUNNING));
    assertThat(tables.namespaces())
        .isEqualTo(
            version() < NAMES
                ? Map.of("orders", "shop", "invoices", "default")
                : Map.of("orders", "shop", "invoices", "default", "gone", "finance"));
  }
}
