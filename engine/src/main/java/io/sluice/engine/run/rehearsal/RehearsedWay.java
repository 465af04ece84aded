package io.sluice.engine.run.rehearsal;

import io.sluice.engine.conversion.Conversion;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Gates;
import io.sluice.engine.gate.Passages;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.engine.run.rehearsal.Rehearsal.Failure;
import io.sluice.engine.run.rehearsal.Rehearsal.Outcome;
import io.sluice.engine.run.rehearsal.Rehearsal.Seen;
import io.sluice.engine.run.rehearsal.Rehearsal.Step;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.state.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes one record through the transforms, the contract and the converters of a pipeline, as a
 * replay would, and ends where sinks begin. Nothing is written: not by a sink, not to a registry,
 * not to the state. Used by one thread.
 */
public final class RehearsedWay {
  private final Pipeline pipeline;
  private final Plugins plugins;
  private final Secrets secrets;
  private final Gates gates;
  private final List<Step> steps = new ArrayList<>();

  /** The way that this pipeline is now. */
  public RehearsedWay(Pipeline pipeline, Plugins plugins, Secrets secrets, Gates gates) {
    this.pipeline = pipeline;
    this.plugins = plugins;
    this.secrets = secrets;
    this.gates = gates;
  }

  /**
   * Goes it, from where a replay of this letter would begin. To be called once.
   *
   * @param record in place of the letter's own
   */
  public Rehearsal go(DeadLetter letter, ConnectRecord<?> record) {
    if (letter.stage() == DeadLetter.Stage.SINK) {
      // It left the transforms, so its schema was judged.
      Optional<SinkSpec> sink =
          pipeline.sinks().stream().filter(one -> one.name().equals(letter.component())).findAny();
      if (sink.isEmpty()) {
        failed(
            DeadLetter.Stage.SINK,
            letter.component(),
            new DataException("The pipeline has no sink of this name any more"));
      } else {
        convert(sink.get(), record);
      }
      return new Rehearsal(steps);
    }
    SourceRecord transformed = transform(source(record));
    SourceRecord judged = transformed == null ? null : judge(transformed);
    if (judged != null) {
      pipeline.sinks().forEach(sink -> convert(sink, judged));
    }
    return new Rehearsal(steps);
  }

  private static SourceRecord source(ConnectRecord<?> record) {
    return new SourceRecord(
        Map.of(),
        Map.of(),
        record.topic(),
        null,
        record.keySchema(),
        record.key(),
        record.valueSchema(),
        record.value(),
        record.timestamp(),
        record.headers());
  }

  /** Null if it got no further. */
  private @Nullable SourceRecord transform(SourceRecord record) {
    SourceRecord current = record;
    for (TransformSpec spec : pipeline.transforms()) {
      @Nullable SourceRecord next;
      try (TransformChain one = TransformChain.open(List.of(spec), plugins, secrets)) {
        next = one.apply(current, null);
      } catch (TransformFailure failure) {
        return failed(failure.stage(), failure.component(), failure.reason());
      } catch (RuntimeException misconfigured) {
        return failed(DeadLetter.Stage.TRANSFORM, spec.name(), misconfigured);
      }
      passed(DeadLetter.Stage.TRANSFORM, spec.name(), current, next);
      if (next == null) {
        return null;
      }
      current = next;
    }
    return current.topic() == null
        ? failed(
            DeadLetter.Stage.TRANSFORM,
            "",
            new DataException("The transforms left it without a topic"))
        : current;
  }

  /** Null if it got no further. */
  private @Nullable SourceRecord judge(SourceRecord record) {
    Gate gate = gates.rehearsed(pipeline);
    if (gate == null) {
      return record;
    }
    try (Passages passages = new Passages(gate)) {
      SourceRecord next = passages.pass(record);
      passed(DeadLetter.Stage.SCHEMA, "contract", record, next);
      return next;
    } catch (SchemaRefusal refusal) {
      return failed(DeadLetter.Stage.SCHEMA, refusal.subject(), refusal);
    } catch (RuntimeException unanswered) {
      return failed(DeadLetter.Stage.SCHEMA, "contract", unanswered);
    }
  }

  private void convert(SinkSpec sink, ConnectRecord<?> record) {
    SinkRecord handed =
        record instanceof SinkRecord kept
            ? kept
            : new SinkRecord(
                record.topic(),
                0,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                0,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.headers());
    try {
      Optional<Conversion> conversion =
          Conversion.open(pipeline.source(), sink.connector(), plugins, secrets);
      if (conversion.isEmpty()) {
        passed(DeadLetter.Stage.SINK, sink.name(), handed, handed);
        return;
      }
      try (Conversion converters = conversion.get()) {
        passed(DeadLetter.Stage.SINK, sink.name(), handed, converters.apply(handed));
      }
    } catch (RuntimeException refused) {
      failed(DeadLetter.Stage.SINK, sink.name(), refused);
    }
  }

  /** Notes what went on; null if nothing did. */
  @SuppressWarnings("ReferenceEquality") // who changes nothing hands on what it was handed
  private void passed(
      DeadLetter.Stage stage,
      String name,
      ConnectRecord<?> before,
      @Nullable ConnectRecord<?> after) {
    if (after == null) {
      steps.add(new Step(stage, name, Outcome.DROPPED, null, null));
      return;
    }
    Outcome outcome = after == before ? Outcome.PASSED : Outcome.CHANGED;
    steps.add(new Step(stage, name, outcome, Seen.of(after), null));
  }

  private @Nullable SourceRecord failed(DeadLetter.Stage stage, String name, Throwable reason) {
    Failure failure =
        new Failure(
            reason.getClass().getName(), secrets.redact(String.valueOf(reason.getMessage())));
    steps.add(new Step(stage, name, Outcome.FAILED, null, failure));
    return null;
  }
}
