package io.sluice.acceptance.contract;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvents;
import io.sluice.registry.Registry;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.testkit.PostgresDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table of orders, its copy, and a pipeline between that has a contract on schemas. */
final class HeldOrders {
  private static final String NAME = "orders";

  final PostgresDatabase source;
  final Target target;
  private final Path folder;

  HeldOrders(Path folder, PostgresDatabase source) {
    this.folder = folder;
    this.source = source;
    this.target = Target.postgres();
    source.sql(
        "create table orders (id bigint primary key, total bigint not null)",
        "insert into orders select i, i * 10 from generate_series(1, 3) i");
  }

  /** Writes the pipeline file, with that contract. */
  Path file(Map<String, String> contract) {
    return file(NAME, contract);
  }

  Path file(String name, Map<String, String> contract) {
    Map<String, String> config =
        new TreeMap<>(Shipment.sourceConfig(source, source.server().port()));
    config.put("table.include.list", "public.orders");
    config.put("slot.name", name);
    config.put("publication.name", name);
    return new PipelineFile(name)
        .source("postgres", config)
        .sink("copy", "table", Map.of("url", target.url()))
        .section("schema", contract)
        .section("on_error", Map.of("record", "dead_letter", "max_rate", "100%"))
        .retryingSoon()
        .writeTo(folder);
  }

  long rows() {
    try {
      return target.number("select count(*) from orders");
    } catch (SQLException notYet) {
      return -1;
    }
  }

  /** The numbers of the table's value's versions. */
  List<Integer> versions(Engine engine) {
    return Registry.open(engine.state(), SchemaFormats.standard(), Clock.systemUTC())
        .versions(subject(), Deleted.HIDDEN, Page.ALL);
  }

  String subject() {
    return Shipment.sourceConfig(source, source.server().port()).get("topic.prefix")
        + ".public.orders-value";
  }

  /** What was decided on the table's value, the first decision first. */
  List<SchemaEvent> events(Engine engine) {
    List<SchemaEvent> all =
        new ArrayList<>(
            new SchemaEvents(engine.state(), Clock.systemUTC())
                .list("", 1_000).stream()
                    .filter(event -> event.ruling().subject().equals(subject()))
                    .toList());
    all.sort(Comparator.comparingLong(SchemaEvent::id));
    return all;
  }

  static List<DeadLetters.Stored> letters(Engine engine) {
    return engine.state().deadLetters().list(DeadLetters.Filter.open(NAME), 0, 1_000);
  }
}
