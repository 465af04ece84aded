package io.sluice.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.contract.event.SchemaEvent.Position;
import io.sluice.contract.event.SchemaEvent.Ruling;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaEventsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  private static Ruling ruling(String subject, Kind kind, String shape) {
    return ruling("shop.orders", subject, kind, shape);
  }

  private static Ruling ruling(String topic, String subject, Kind kind, String shape) {
    return new Ruling(
        "orders",
        OptionalLong.of(4),
        topic,
        subject,
        kind,
        "on_change: freeze",
        shape,
        OptionalInt.of(1),
        OptionalInt.empty(),
        List.of("/fields/2: is new", "/fields/3: has a\nbreak"),
        new WrittenSchema("AVRO", "{\"type\":\"int\"}"),
        new Position(Optional.of("{\"server\":\"s\"}"), Optional.of("{\"lsn\":77}")));
  }

  @Test
  void a_decision_is_one_row_however_often_it_is_made_and_for_how_many_records() {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      SchemaEvents events = new SchemaEvents(state, Clock.fixed(NOON, ZoneOffset.UTC));
      long id = events.note(ruling("s", Kind.FROZEN, "a"));
      events.count(Map.of(id, 41L));
      SchemaEvents later =
          new SchemaEvents(state, Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC));

      assertThat(later.note(ruling("s", Kind.FROZEN, "a"))).isEqualTo(id);
      later.count(Map.of(id, 1L));

      assertThat(later.list("orders", 10))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.times()).isEqualTo(2);
                assertThat(event.records()).isEqualTo(42);
                assertThat(event.firstAt()).isEqualTo(NOON);
                assertThat(event.lastAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
                assertThat(event.ruling().position().offset()).contains("{\"lsn\":77}");
                assertThat(event.ruling().details())
                    .containsExactly("/fields/2: is new", "/fields/3: has a break");
                assertThat(event.ruling().schema())
                    .isEqualTo(new WrittenSchema("AVRO", "{\"type\":\"int\"}"));
              });
      assertThat(later.find(id)).isPresent();
    }
  }

  @Test
  void another_schema_another_decision_another_subject_and_another_topic_are_others() {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      SchemaEvents events = new SchemaEvents(state, Clock.fixed(NOON, ZoneOffset.UTC));
      events.note(ruling("s", Kind.FROZEN, "a"));
      events.note(ruling("s", Kind.FROZEN, "b"));
      events.note(ruling("s", Kind.STOPPED, "a"));
      events.note(ruling("t", Kind.REGISTERED, "a"));
      events.note(ruling("shop.lines", "t", Kind.REGISTERED, "a"));

      assertThat(events.list("", 10)).hasSize(5);
      assertThat(events.list("other", 10)).isEmpty();
      assertThat(events.troubles("orders", NOON))
          .extracting(event -> event.ruling().kind())
          .containsExactly(Kind.STOPPED, Kind.FROZEN, Kind.FROZEN);
      assertThat(events.troubles("orders", NOON.plusMillis(1))).isEmpty();
    }
  }

  @Test
  void no_more_than_so_many_are_kept_and_those_made_last_are() {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      SchemaEvents events = new SchemaEvents(state, Clock.fixed(NOON, ZoneOffset.UTC));
      long old = events.note(ruling("s", Kind.PASSED, "made each minute"));
      state.write(
          io.sluice.state.storage.Durability.WITH_NEXT,
          connection -> {
            try (var insert =
                connection.prepareStatement(
                    "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)"
                        + " insert into contract_event (pipeline, topic, subject, decision,"
                        + " because, shape, details, first_at, last_at, times, records)"
                        + " select 'orders', 't', 's', 'FROZEN', '', i, '', 0, 0, 1, 0 from n")) {
              insert.setInt(1, SchemaEvents.KEPT);
              return insert.executeUpdate();
            }
          });

      long newest = events.note(ruling("s", Kind.FROZEN, "a"));

      List<SchemaEvent> kept = events.list("orders", Integer.MAX_VALUE);
      assertThat(kept).hasSize(SchemaEvents.KEPT);
      assertThat(kept.get(0).id()).isEqualTo(newest);
      assertThat(events.find(old)).isPresent();
      assertThat(events.find(old + 1)).isEmpty();
    }
  }

  @Test
  void a_server_for_several_keeps_them_as_a_file_does() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        StateDatabase state =
            StateDatabase.open(
                new PostgresAddress(database.jdbcUrl(), null, null),
                LeaseTerms.STANDARD,
                Clock.systemUTC())) {
      SchemaEvents events = new SchemaEvents(state, Clock.fixed(NOON, ZoneOffset.UTC));
      long id = events.note(ruling("s", Kind.FROZEN, "a"));
      long other = events.note(ruling("t", Kind.REGISTERED, "a"));
      events.count(Map.of(id, 41L));

      assertThat(events.note(ruling("s", Kind.FROZEN, "a"))).isEqualTo(id);
      SchemaEvent kept = events.find(id).orElseThrow();
      assertThat(kept.times()).isEqualTo(2);
      assertThat(kept.records()).isEqualTo(41);
      assertThat(kept.ruling().details())
          .containsExactly("/fields/2: is new", "/fields/3: has a break");
      assertThat(events.list("orders", 10)).extracting(SchemaEvent::id).containsExactly(other, id);
      assertThat(events.list("", 1)).hasSize(1);
      assertThat(events.troubles("orders", NOON)).extracting(SchemaEvent::id).containsExactly(id);
      assertThat(events.ofSubject("t", 10)).extracting(SchemaEvent::id).containsExactly(other);
      assertThat(events.uses())
          .containsExactly(
              new SchemaUse("s", "orders", NOON, Optional.of(NOON)),
              new SchemaUse("t", "orders", NOON, Optional.empty()));
    }
  }

  @Test
  void who_brings_schemas_of_a_subject_is_told_with_its_last_trouble() {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      SchemaEvents events = new SchemaEvents(state, Clock.fixed(NOON, ZoneOffset.UTC));
      Instant later = NOON.plus(Duration.ofHours(1));
      events.note(ruling("s", Kind.STOPPED, "a"));
      new SchemaEvents(state, Clock.fixed(later, ZoneOffset.UTC))
          .note(ruling("s", Kind.REGISTERED, "b"));

      assertThat(events.uses())
          .containsExactly(new SchemaUse("s", "orders", later, Optional.of(NOON)));
      assertThat(events.ofSubject("s", 10))
          .extracting(event -> event.ruling().kind())
          .containsExactly(Kind.REGISTERED, Kind.STOPPED);
      assertThat(events.ofSubject("s", 1)).hasSize(1);
      assertThat(events.ofSubject("other", 10)).isEmpty();
    }
  }
}
