package io.sluice.server.fleet;

import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.tap.TapStage;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.server.folder.Definition;
import io.sluice.server.records.Stream;
import io.sluice.server.records.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What of the fleet's pipelines can be looked into. Thread-safe. */
final class FleetStreams implements Streams {
  private final Roster roster;
  private final Function<Pipeline, DirectEngine> engine;

  FleetStreams(Roster roster, Function<Pipeline, DirectEngine> engine) {
    this.roster = roster;
    this.engine = engine;
  }

  @Override
  public Optional<Stream> of(String pipeline) {
    return roster.find(pipeline).flatMap(ManagedPipeline::definition).map(this::stream);
  }

  private Stream stream(Definition definition) {
    Optional<Pipeline> direct = definition.direct();
    if (direct.isEmpty()) {
      KafkaPipeline pipeline = definition.onKafka().orElseThrow();
      return new Stream(
          stages(pipeline.transforms(), false, pipeline.sinks()), List.of(), Optional.empty());
    }
    Pipeline pipeline = direct.get();
    DirectEngine runs = Refusals.orRefused(() -> engine.apply(pipeline));
    return new Stream(
        stages(pipeline.transforms(), pipeline.schema().isPresent(), pipeline.sinks()),
        runs.masks(pipeline),
        Optional.of(runs.tap(pipeline.name())));
  }

  private static List<TapStage> stages(
      List<TransformSpec> transforms, boolean contract, List<SinkSpec> sinks) {
    List<TapStage> stages = new ArrayList<>();
    stages.add(TapStage.SOURCE);
    transforms.forEach(transform -> stages.add(TapStage.transform(transform.name())));
    if (contract) {
      stages.add(TapStage.SCHEMA);
    }
    sinks.forEach(sink -> stages.add(TapStage.sink(sink.name())));
    return stages;
  }
}
