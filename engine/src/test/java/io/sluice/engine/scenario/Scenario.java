package io.sluice.engine.scenario;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.gate.Gates;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.trace.Traces;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.ByteSize;
import io.sluice.pipeline.CheckpointSettings;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.Slo;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * One engine on a real state database, a {@link Script} at one end, {@link Target}s at the other.
 */
public final class Scenario implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(20);

  public final Script script = new Script();
  public final List<Target> targets = new ArrayList<>();
  public final Map<String, String> sourceConfig = new HashMap<>();
  public final Map<String, String> sinkConfig = new HashMap<>();
  public final List<TransformSpec> transforms = new ArrayList<>();
  public Optional<SchemaContract> schema = Optional.empty();
  public ErrorPolicy onError = ErrorPolicy.DEFAULT;
  public CheckpointSettings checkpoint = new CheckpointSettings(Duration.ofMillis(20), 10_000);
  public BufferSettings buffer = new BufferSettings(1_000, ByteSize.ofMegabytes(8));
  public RetryPolicy retry =
      new RetryPolicy(
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          5,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  private final String id = UUID.randomUUID().toString();
  private final Path folder;
  private final Plugins plugins = Plugins.of(List.of());
  private final Secrets secrets = new Secrets();
  private final List<DirectEngine> engines = new ArrayList<>();
  public StateDatabase state;
  public DirectEngine engine;

  public Scenario(Path folder) {
    this(folder, Failpoints.NONE);
  }

  public Scenario(Path folder, Failpoints failpoints) {
    this(folder, StateDatabase.open(folder, Clock.systemUTC()), failpoints);
  }

  /**
   * @param state closed with this
   */
  public Scenario(Path folder, StateDatabase state, Failpoints failpoints) {
    this.folder = folder;
    Scripts.add(id, script);
    sourceConfig.put("script", id);
    addTarget();
    this.state = state;
    this.engine = new DirectEngine(plugins, state, secrets, Clock.systemUTC(), failpoints);
    engines.add(engine);
  }

  /** The only target, or the first. */
  public Target target() {
    return targets.get(0);
  }

  /** What the engine resolves and redacts with. */
  public Secrets secrets() {
    return secrets;
  }

  /** One sink more. */
  public Target addTarget() {
    Target target = new Target();
    Scripts.add(id + "/" + targets.size(), target);
    targets.add(target);
    return target;
  }

  /** Another engine on the same state, as another process would have one. */
  public DirectEngine anotherEngine(Failpoints failpoints) {
    engine = new DirectEngine(plugins, state, secrets, Clock.systemUTC(), failpoints);
    engines.add(engine);
    return engine;
  }

  /** Another engine, on another connection to the state; its caller closes that after this. */
  public DirectEngine engineOn(StateDatabase other) {
    DirectEngine made =
        new DirectEngine(plugins, other, secrets, Clock.systemUTC(), Failpoints.NONE);
    engines.add(made);
    return made;
  }

  /** From here on an engine whose records these gates judge. */
  public void engineWith(Gates gates) {
    engine = new DirectEngine(plugins, state, secrets, gates, Clock.systemUTC(), Failpoints.NONE);
    engines.add(engine);
  }

  /** From here on an engine whose batches somebody follows. */
  public void engineFollowedBy(Traces traces) {
    engine =
        new DirectEngine(
            plugins, state, secrets, Gates.NONE, traces, Clock.systemUTC(), Failpoints.NONE);
    engines.add(engine);
  }

  public Pipeline pipeline() {
    List<SinkSpec> sinks = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Map<String, String> config = new HashMap<>(sinkConfig);
      config.put("target", id + "/" + i);
      sinks.add(new SinkSpec("sink" + i, connector(TargetSink.class, config)));
    }
    return new Pipeline(
        "numbers",
        Optional.empty(),
        Optional.empty(),
        connector(NumberSource.class, sourceConfig),
        transforms,
        schema,
        sinks,
        onError,
        Slo.NONE,
        checkpoint,
        buffer,
        retry,
        folder.resolve("numbers.yaml"),
        "1");
  }

  /** A transform without condition. */
  public void addTransform(Class<?> type, Map<String, String> config) {
    transforms.add(
        new TransformSpec(
            type.getSimpleName(),
            type.getName(),
            UnresolvedConfig.of(config),
            Optional.empty(),
            false,
            place()));
  }

  private ConnectorSpec connector(Class<?> type, Map<String, String> config) {
    return new ConnectorSpec(type.getName(), UnresolvedConfig.of(config), place());
  }

  private Place place() {
    return new Place(folder.resolve("numbers.yaml"), 1, 1, "");
  }

  public PipelineRun start() {
    return engine.start(pipeline(), RunOptions.UNTIL_STOPPED);
  }

  /** Waits until this many rows are in the first target. */
  public void awaitRows(int rows) {
    Awaitility.await().atMost(SOON).until(() -> target().size() >= rows);
  }

  /** Waits until nothing is in flight and everything is committed. */
  public RunStatus awaitQuiet(PipelineRun run) {
    return Awaitility.await()
        .atMost(SOON)
        .until(
            run::status,
            status ->
                status.counts().polled() > 0
                    && status.counts().inFlight() == 0
                    && Duration.ZERO.equals(status.lag()));
  }

  @Override
  public void close() {
    engines.forEach(DirectEngine::close);
    state.close();
    plugins.close();
  }
}
