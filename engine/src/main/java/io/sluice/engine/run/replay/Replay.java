package io.sluice.engine.run.replay;

import io.sluice.engine.conversion.Conversion;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.run.flow.FlowPlan;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Dead letters on their way through a pipeline again. Each part is a run of its own beside the
 * pipeline's: a source that hands out letters, the transforms that they have not passed, and the
 * sinks that do not have them.
 */
public final class Replay {
  private static final ErrorPolicy BEARS_ALL =
      new ErrorPolicy(
          ErrorPolicy.OnRecord.DEAD_LETTER,
          Ratio.ofPercent(100),
          ErrorPolicy.DEFAULT.window(),
          Long.MAX_VALUE,
          Long.MAX_VALUE);

  /** Letters that take the same way. */
  public record Part(
      String name,
      Pipeline pipeline,
      ReplaySource.Letters letters,
      DeadLetterDesk desk,
      FlowPlan.Origin origin) {}

  private final Pipeline pipeline;
  private final DeadLetters letters;
  private final String who;
  private final UnaryOperator<String> redact;
  private final TreeSet<Long> replayed = new TreeSet<>();
  private final TreeSet<Long> failedAgain = new TreeSet<>();

  /**
   * @param who wants it
   */
  public Replay(Pipeline pipeline, DeadLetters letters, String who, UnaryOperator<String> redact) {
    this.pipeline = pipeline;
    this.letters = letters;
    this.who = who;
    this.redact = redact;
  }

  /** The ways that these letters have to take. Ids that are not open letters are left out. */
  public List<Part> parts(List<Long> ids) {
    List<ReplaySource.Letter> toTransforms = new ArrayList<>();
    Map<String, List<ReplaySource.Letter>> toSink = new LinkedHashMap<>();
    for (long id : new TreeSet<>(ids)) {
      DeadLetters.Stored stored = letters.find(id).orElse(null);
      if (stored == null
          || stored.status() != DeadLetters.Status.OPEN
          || !stored.letter().pipeline().equals(pipeline.name())) {
        continue;
      }
      try {
        ReplaySource.Letter letter =
            new ReplaySource.Letter(id, RecordCodec.decode(stored.letter().record()));
        if (stored.letter().stage() == DeadLetter.Stage.SINK) {
          toSink.computeIfAbsent(stored.letter().component(), s -> new ArrayList<>()).add(letter);
        } else {
          toTransforms.add(letter);
        }
      } catch (DataException unreadable) {
        fail(id, unreadable.getClass().getName(), String.valueOf(unreadable.getMessage()));
      }
    }
    List<Part> parts = new ArrayList<>();
    if (!toTransforms.isEmpty()) {
      parts.add(part("", toTransforms, pipeline.transforms(), pipeline.schema(), pipeline.sinks()));
    }
    toSink.forEach(
        (name, list) -> {
          List<SinkSpec> sink =
              pipeline.sinks().stream().filter(one -> one.name().equals(name)).toList();
          if (sink.isEmpty()) {
            String message = "The pipeline has no sink '" + name + "' any more";
            list.forEach(letter -> fail(letter.id(), DataException.class.getName(), message));
          } else {
            // It left the transforms, so its schema was judged.
            parts.add(part("." + name, list, List.of(), Optional.empty(), sink));
          }
        });
    return parts;
  }

  private Part part(
      String suffix,
      List<ReplaySource.Letter> list,
      List<TransformSpec> transforms,
      Optional<SchemaContract> schema,
      List<SinkSpec> sinks) {
    String name = pipeline.name() + ".replay" + suffix;
    ReplaySource.Letters handed = new ReplaySource.Letters(list);
    Pipeline part =
        new Pipeline(
            name,
            pipeline.owner(),
            pipeline.description(),
            new ConnectorSpec(
                ReplaySource.class.getName(),
                UnresolvedConfig.of(Conversion.settings(pipeline.source().config().values())),
                pipeline.source().place()),
            transforms,
            schema,
            sinks,
            BEARS_ALL,
            pipeline.slo(),
            pipeline.checkpoint(),
            pipeline.buffer(),
            pipeline.retry(),
            pipeline.file(),
            pipeline.version());
    DeadLetterDesk desk =
        new DeadLetterDesk(
            new DeadLetterDesk.Owner(name, pipeline.version(), redact),
            handed::refused,
            BEARS_ALL,
            Ticker.SYSTEM);
    return new Part(name, part, handed, desk, new ReplayOrigin(handed, pipeline.name()));
  }

  /** Writes down what became of the letters of a part. */
  public void settle(Part part) {
    List<Long> arrived = new ArrayList<>(part.letters().arrived());
    letters.markReplayed(arrived, who);
    replayed.addAll(arrived);
    part.letters().failed().forEach((id, error) -> fail(id, error.type(), error.message()));
  }

  private void fail(long id, String type, String message) {
    letters.markFailedAgain(id, type, message);
    failedAgain.add(id);
  }

  /** Ids of the letters that reached every sink, or were dropped by a filter. */
  public List<Long> replayed() {
    return List.copyOf(replayed);
  }

  /** Ids of those that failed once more. */
  public List<Long> failedAgain() {
    return List.copyOf(failedAgain);
  }

  /** The source of a part is no plugin. */
  private record ReplayOrigin(ReplaySource.Letters letters, String pipeline)
      implements FlowPlan.Origin {
    @Override
    public Isolated<SourceConnector> connector() {
      ClassLoader loader = Replay.class.getClassLoader();
      ReplaySource source = new ReplaySource();
      return new Isolated<>(
          source,
          new PluginId(PluginKind.SOURCE, ReplaySource.class.getName(), "replay", Optional.empty()),
          loader);
    }

    /** Each replay stands for itself. */
    @Override
    public boolean hasHistory() {
      return false;
    }

    @Override
    public Optional<String> standsFor() {
      return Optional.of(pipeline);
    }

    @Override
    public Isolated<SourceTask> task(Isolated<SourceConnector> connector) {
      return connector.with(new ReplaySource.ReplayTask(letters));
    }
  }
}
