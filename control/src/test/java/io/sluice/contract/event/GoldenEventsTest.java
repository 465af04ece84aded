package io.sluice.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.contract.event.SchemaEvent.Position;
import io.sluice.contract.event.SchemaEvent.Ruling;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import io.sluice.state.StateDatabase;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What version 1 has written stays readable. */
class GoldenEventsTest {
  private static final SchemaEvent FROZEN =
      new SchemaEvent(
          1,
          new Ruling(
              "orders",
              OptionalLong.of(4),
              "shop.orders",
              "shop.orders-value",
              Kind.FROZEN,
              "on_change: freeze",
              "a1",
              OptionalInt.of(1),
              OptionalInt.of(1),
              List.of("left out: note", "/fields/2: is new"),
              new WrittenSchema("AVRO", "{\"type\":\"int\"}"),
              new Position(Optional.of("{\"server\":\"s\"}"), Optional.of("{\"lsn\":77}"))),
          Instant.parse("2026-03-01T12:00:00Z"),
          Instant.parse("2026-03-01T13:00:00Z"),
          2,
          42);
  private static final SchemaEvent PASSED =
      new SchemaEvent(
          2,
          new Ruling(
              "orders",
              OptionalLong.empty(),
              "shop.lines",
              "shop.lines-value",
              Kind.PASSED,
              "on_schemaless: pass",
              "b2",
              OptionalInt.empty(),
              OptionalInt.empty(),
              List.of(),
              null,
              new Position(Optional.empty(), Optional.empty())),
          Instant.parse("2026-03-01T12:00:00Z"),
          Instant.parse("2026-03-01T12:00:00Z"),
          1,
          0);

  @TempDir private Path folder;

  @Test
  void what_version_1_wrote_is_read_and_counted_on() throws Exception {
    String rows = golden("contract-v1");
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      state.install(
          new Schema(
              "contract",
              List.of("golden/contract-v1-sqlite.sql"),
              GoldenEventsTest.class.getClassLoader()));
      state.write(
          Durability.NOW,
          connection -> {
            try (Statement statement = connection.createStatement()) {
              return statement.executeUpdate(rows);
            }
          });
    }
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      SchemaEvents events = new SchemaEvents(state, Clock.systemUTC());

      assertThat(events.list("orders", 10)).containsExactly(FROZEN, PASSED);
      assertThat(events.note(FROZEN.ruling())).isEqualTo(FROZEN.id());
    }
  }

  @Test
  void a_released_script_is_never_changed() throws Exception {
    assertThat(text(SchemaEvents.class.getResourceAsStream("contract-sqlite-1.sql")))
        .isEqualTo(golden("contract-v1-sqlite"));
  }

  private static String golden(String name) throws IOException {
    return text(GoldenEventsTest.class.getResourceAsStream("/golden/" + name + ".sql"));
  }

  private static String text(@Nullable InputStream resource) throws IOException {
    try (InputStream in = requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
