package io.sluice.bench.work;

import io.sluice.bench.connector.GaugeReader;
import io.sluice.bench.engine.EngineBed;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Format;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.SchemaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a contract on schemas costs a record: the engine alone, with a contract whose schema is
 * known, and with one that brings each record into the version before.
 */
final class ContractOverhead implements Measurement {
  private static final String GAUGE = "contract";

  /** The prepared records' value with two of its columns: what they are brought into. */
  private static final String FEWER =
      "{\"type\":\"record\",\"name\":\"Value\",\"namespace\":\"bench\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"status\",\"type\":\"string\"}],"
          + "\"connect.name\":\"bench.Value\"}";

  @Override
  public String name() {
    return "contract-overhead";
  }

  @Override
  public String about() {
    return "prepared records through the engine under a contract on schemas, known and frozen,"
        + " against none";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long records = bench.scale().preparedRecords();
    try (EngineBed engines = new EngineBed(bench)) {
      engines
          .registry()
          .register(
              "frozen-value",
              SchemaDraft.of(SchemaType.AVRO, FEWER),
              false,
              new Actor("bench", "the version before"));
      Work work = new Work(engines, records);
      Duel duel =
          new Duel()
              .add("no contract", work.under("none", Optional.empty()))
              .add("known", work.under("known", Optional.of(SchemaContract.DEFAULT)))
              .add("frozen", work.under("frozen", Optional.of(freezing())))
              .fight(bench);
      String detail =
          String.format(
              Locale.ROOT,
              "%,d prepared records of ten columns, as in engine-overhead. Frozen: each is brought"
                  + " into a version with two of the columns.",
              records);
      return List.of(
          duel.result(name(), "records/s", "known", "no contract", Bar.ratio(0.5, 0.9), detail),
          duel.result(
              name() + "-frozen",
              "records/s",
              "frozen",
              "no contract",
              Bar.ratio(0.05, 0.1),
              detail));
    }
  }

  private static SchemaContract freezing() {
    return new SchemaContract(
        Format.AVRO,
        Optional.empty(),
        OnChange.FREEZE,
        OnIncompatible.FREEZE,
        OnSchemaless.REFUSE,
        SubjectName.TOPIC,
        true,
        Optional.empty());
  }

  /** The same records, each time through a pipeline of its own. */
  private static final class Work {
    private final EngineBed engines;
    private final long records;
    private final GaugeReader gauge = new GaugeReader(GAUGE);
    private int run;

    Work(EngineBed engines, long records) {
      this.engines = engines;
      this.records = records;
    }

    Contender under(String topic, Optional<SchemaContract> contract) {
      Stop source =
          new Stop(
              "io.sluice.bench.connector.PreparedSourceConnector",
              Map.of("records", Long.toString(records), "topic", topic));
      Stop sink =
          new Stop("io.sluice.bench.connector.CountingSinkConnector", Map.of("gauge", GAUGE));
      return () -> {
        gauge.clear();
        try (Running running = engines.start("contract-" + ++run, source, sink, contract)) {
          return GaugeReader.rate(gauge.await(records, Duration.ofMinutes(5), running::check));
        }
      };
    }
  }
}
