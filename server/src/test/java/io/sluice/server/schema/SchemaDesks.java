package io.sluice.server.schema;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.contract.event.SchemaEvent.Position;
import io.sluice.contract.event.SchemaEvent.Ruling;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import io.sluice.contract.event.SchemaEvents;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.project.schema.catalog.OwnCatalog;
import io.sluice.registry.Registry;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.SchemaType;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Desks over real registries, and what they have in them. */
public final class SchemaDesks {
  /** An order with an id. */
  public static final String FIRST =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";

  /** The same with a note that may be left out. */
  public static final String SECOND =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]}";

  /** One that cannot read what either of them wrote. */
  public static final String BROKEN =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"total\",\"type\":\"double\"}]}";

  /** Longer than a busy machine needs for an answer. */
  public static final Duration WAIT = Duration.ofMinutes(1);

  private SchemaDesks() {}

  /** Of the registry in a state, in a folder without pipelines. */
  public static SchemaDesk ofState(Storage state, Clock clock) {
    return desk(state, clock, Optional.empty(), WAIT, List.of());
  }

  /**
   * Of a project.
   *
   * @param address of a registry elsewhere; empty for that of the state
   * @param wait how long one elsewhere may take
   * @param files texts of pipeline files
   */
  public static SchemaDesk desk(
      Storage state,
      Clock clock,
      Optional<Map<String, String>> address,
      Duration wait,
      List<String> files) {
    SchemaFormats formats = SchemaFormats.standard();
    SchemaEvents events = new SchemaEvents(state, clock);
    List<ReadResult> read =
        files.stream()
            .map(
                text ->
                    new PipelineReader()
                        .read(Path.of("p.yaml"), text.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return new SchemaDesk(
        new ProjectRegistry(
            () -> address,
            () -> OwnCatalog.over(Registry.open(state, formats, clock), "the state", "server"),
            () -> 0,
            wait),
        new SchemaUsers(() -> read, events),
        events,
        formats);
  }

  /** Makes Avro schemas versions of a subject. */
  public static void register(Storage state, String subject, String... texts) {
    Registry registry = Registry.open(state, SchemaFormats.standard(), Clock.systemUTC());
    for (String text : texts) {
      registry.register(
          subject, SchemaDraft.of(SchemaType.AVRO, text), false, new Actor("ann", "for the test"));
    }
  }

  /** Has a contract decide something. */
  public static SchemaEvent decide(
      Storage state, Clock clock, String pipeline, String subject, Kind kind) {
    SchemaEvents events = new SchemaEvents(state, clock);
    long id =
        events.note(
            new Ruling(
                pipeline,
                OptionalLong.empty(),
                "shop.orders",
                subject,
                kind,
                "on_incompatible: stop",
                kind.name(),
                OptionalInt.of(2),
                OptionalInt.empty(),
                List.of("/fields/1: total is new and has no default <b>"),
                new WrittenSchema("AVRO", BROKEN),
                new Position(Optional.empty(), Optional.of("{\"lsn\":77}"))));
    return events.find(id).orElseThrow();
  }
}
