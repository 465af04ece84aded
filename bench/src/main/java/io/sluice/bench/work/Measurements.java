package io.sluice.bench.work;

import io.sluice.bench.harness.Measurement;
import java.util.List;

/** All measurements, in the order of the table. */
public final class Measurements {

  private Measurements() {}

  public static List<Measurement> all() {
    return List.of(
        new SnapshotCount(),
        new SnapshotVersusDebezium(),
        new SnapshotTwoReaders(),
        new SnapshotIncremental(),
        new StreamCount(),
        StreamVersusDebezium.ofBatches(),
        StreamVersusDebezium.ofSingleRows(),
        new EngineOverhead(),
        new ContractOverhead(),
        new SerdesVersusLibraries(),
        new SnapshotDuckDb(),
        new SnapshotPostgres(),
        new SnapshotPostgresUuid(),
        new SnapshotOther("mariadb", Others::mariaDb),
        new SnapshotOther("sqlite", Others::sqlite),
        new Apply(),
        new ApplyOther("mariadb", Others::mariaDb),
        new ApplyOther("sqlite", Others::sqlite),
        new ApplyVersusDebezium(),
        new UpsertTouching(),
        new Reconcile(),
        new CommitToQueryable(),
        TopicVersusDebezium.ofSnapshots(),
        TopicVersusDebezium.ofStreams(),
        new TopicApplyVersusDebezium(),
        new KafkaVersusDirect(),
        new Latency(),
        new HighestPace(),
        new Memory(),
        new Startup(),
        new StartupOnKafka(),
        new MemoryOnKafka(),
        new ManyTables(),
        new RegistryVersusApicurio(),
        new RegistryOfMany(),
        new Watching(),
        new ServerOfMany(),
        new DemoFirst());
  }
}
