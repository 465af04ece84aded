package io.sluice.server.console.page;

import io.sluice.engine.figures.Stage;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunFigures.StageFigures;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunStatus.SinkStatus;
import io.sluice.server.console.chart.Fan;
import io.sluice.server.console.text.Figures;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Rates.SinkRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from source to sinks, as a picture.
 *
 * @param middle what lies between: transforms, or the topic; empty if there is nothing to say of it
 */
public record Flow(Stop source, Optional<Stop> middle, Edge polled, List<Branch> branches) {
  public Flow {
    branches = List.copyOf(branches);
  }

  /**
   * A place on the way.
   *
   * @param kind {@code Source}, {@code Transforms}, {@code Sink}
   * @param facts short, each of its own
   */
  public record Stop(String kind, String name, StateLook state, List<String> facts) {
    public Stop {
      facts = List.copyOf(facts);
    }
  }

  /**
   * What moves between two.
   *
   * @param pace a class of the stylesheet: {@code still}, {@code slow}, {@code fast}
   * @param lag empty where it says nothing of its own
   */
  public record Edge(String rate, String lag, String pace) {}

  /**
   * The way into one sink.
   *
   * @param curve an SVG path in a box of 100 by 100
   */
  public record Branch(Edge edge, String curve, Stop sink) {}

  /** By what a pipeline's run tells. */
  static Flow of(Reading reading) {
    PipelineView pipeline = reading.pipeline();
    // Of a run that failed it is shown which of them did, for as long as that is how it stands.
    Optional<RunStatus> status =
        pipeline
            .status()
            .filter(
                one ->
                    !one.state().ended()
                        || one.state() == RunState.FAILED
                            && (pipeline.state() == PipelineState.FAILED
                                || pipeline.state() == PipelineState.RETRYING));
    Optional<RunFigures> figures = pipeline.figures().filter(one -> status.isPresent());
    StateLook look = StateLook.of(pipeline.state());

    List<String> sourceFacts = new ArrayList<>();
    status.ifPresent(
        one -> {
          sourceFacts.add(Figures.brief(one.counts().polled()) + " read");
          busy(one.sourceTasks().stream().map(t -> t.doing()).toList()).ifPresent(sourceFacts::add);
        });
    Stop source = new Stop("Source", pipeline.source(), sourceState(status, look), sourceFacts);

    List<Branch> branches = new ArrayList<>();
    List<String> curves = Fan.to(Math.max(1, pipeline.sinks().size()));
    for (int i = 0; i < pipeline.sinks().size(); i++) {
      String name = pipeline.sinks().get(i);
      Optional<SinkStatus> sink =
          status.flatMap(
              one -> one.sinks().stream().filter(s -> s.name().equals(name)).findFirst());
      Optional<SinkFigures> measured =
          figures.flatMap(
              one -> one.sinks().stream().filter(s -> s.sink().equals(name)).findFirst());
      Optional<SinkRate> rate =
          reading.rates().sinks().stream().filter(s -> s.sink().equals(name)).findFirst();
      double records = rate.map(SinkRate::records).orElse(reading.rates().delivered());
      String lag =
          pipeline.onKafka()
              ? sink.map(Flow::waiting).orElse("")
              : measured.map(SinkFigures::lag).map(Figures::time).orElse("");
      branches.add(
          new Branch(
              edge(pipeline.state(), status.isPresent() ? records : Double.NaN, lag),
              curves.get(i),
              new Stop(
                  "Sink",
                  name,
                  sink.map(one -> StateLook.of(PipelineState.of(one.state()))).orElse(look),
                  sink.map(Flow::facts).orElse(List.of()))));
    }
    return new Flow(
        source,
        middle(pipeline, figures),
        edge(pipeline.state(), status.isPresent() ? reading.rates().polled() : Double.NaN, ""),
        branches);
  }

  private static Optional<Stop> middle(PipelineView pipeline, Optional<RunFigures> figures) {
    if (pipeline.onKafka()) {
      return Optional.of(
          new Stop(
              "Topic",
              String.join(", ", pipeline.topics()),
              StateLook.of(pipeline.state()),
              List.of("on Kafka")));
    }
    return figures
        .flatMap(one -> one.stages().stream().filter(s -> s.stage() == Stage.TRANSFORM).findFirst())
        .filter(stage -> stage.records() > 0)
        .map(
            stage ->
                new Stop(
                    "Transforms",
                    "each record",
                    StateLook.of(pipeline.state()),
                    List.of(each(stage))));
  }

  private static String each(StageFigures stage) {
    double micros = stage.time().toNanos() / 1000.0 / stage.records();
    return micros < 1000
        ? Figures.brief(micros) + " µs each"
        : Figures.millis(micros / 1000) + " each";
  }

  /** How far a sink is behind in its topics; nobody measures that as a time. */
  private static String waiting(SinkStatus sink) {
    return sink.inFlight() == RunStatus.UNKNOWN
        ? "not known"
        : Figures.brief(sink.inFlight()) + " records";
  }

  private static List<String> facts(SinkStatus sink) {
    List<String> facts = new ArrayList<>();
    facts.add(Figures.brief(sink.delivered()) + " delivered");
    if (sink.inFlight() > 0) {
      facts.add(Figures.brief(sink.inFlight()) + " waiting");
    }
    if (sink.deadLettered() > 0) {
      facts.add(Figures.brief(sink.deadLettered()) + " dead letters");
    }
    return facts;
  }

  private static StateLook sourceState(Optional<RunStatus> status, StateLook otherwise) {
    return status
        .flatMap(one -> one.sourceTasks().stream().map(task -> task.state()).max(Flow::worse))
        .map(state -> StateLook.of(PipelineState.of(state)))
        .orElse(otherwise);
  }

  private static int worse(RunState a, RunState b) {
    return StateLook.of(PipelineState.of(b))
        .tone()
        .compareTo(StateLook.of(PipelineState.of(a)).tone());
  }

  private static Optional<String> busy(List<String> doings) {
    return doings.size() > 1 ? Optional.of(doings.size() + " tasks") : Optional.empty();
  }

  private static Edge edge(PipelineState state, double rate, String lag) {
    return new Edge(Figures.perSecond(rate), lag, pace(state, rate));
  }

  private static String pace(PipelineState state, double rate) {
    if (state != PipelineState.RUNNING || !(rate > 0)) {
      return "still";
    }
    return rate < 1000 ? "slow" : "fast";
  }
}
