package io.sluice.engine.tap;

import io.sluice.engine.tap.TapStep.Outcome;
import io.sluice.state.deadletter.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record that somebody follows. Nobody sees it before it has left the transforms, since what
 * they mask is hidden at the stages before them as well. Called by the thread of the source task up
 * to there, by those of the sink tasks from then on; never throws.
 */
public final class Trail {
  private static final int LONGEST_ERROR = 500;

  /** What is on the way through the transforms, as it is. */
  private record Raw(
      TapStage stage,
      Instant at,
      Outcome outcome,
      @Nullable RecordImage record,
      @Nullable String error) {}

  private final Tap tap;
  private final List<Watch> watches;
  private final int task;
  private final Masking masking;
  private final Instant at;
  private final RecordImage first;
  private final Node rawPosition;
  private final List<Raw> raw = new ArrayList<>();
  private final List<TapStep> steps = new ArrayList<>();
  private Hiding hiding;
  private RecordImage last;
  private Node position;
  private long id;
  private boolean broken;

  Trail(Tap tap, List<Watch> watches, int task, Masking masking, SourceRecord record) {
    this.tap = tap;
    this.watches = watches;
    this.task = task;
    this.masking = masking;
    this.at = tap.clock().instant();
    this.first = image(record);
    this.last = first;
    this.hiding = new Hiding(masking);
    this.rawPosition = position(record);
    this.position = rawPosition;
  }

  private Node position(SourceRecord record) {
    Map<String, @Nullable Object> place = new LinkedHashMap<>();
    place.put("partition", record.sourcePartition());
    place.put("offset", record.sourceOffset());
    return new NodeCopy(tap.bounds().recordBytes(), tap.redact()).of(null, place);
  }

  /** It goes into the first transform, perhaps once more: one of them may succeed later. */
  public void enters() {
    guarded(
        () -> {
          raw.clear();
          last = first;
          hiding = new Hiding(masking);
        });
  }

  /**
   * It came out of a transform.
   *
   * @param transform its place among the transforms
   * @param after null if the transform dropped it
   */
  public void through(int transform, @Nullable SourceRecord after) {
    guarded(
        () -> {
          TapStage stage = TapStage.transform(masking.name(transform));
          if (after == null) {
            raw.add(new Raw(stage, tap.clock().instant(), Outcome.DROPPED, null, null));
            return;
          }
          RecordImage image = image(after);
          hiding.applied(transform, last, image);
          came(stage, image);
        });
  }

  /** The condition on a transform kept it from that. */
  public void passedBy(int transform) {
    guarded(() -> hiding.skipped(transform, last));
  }

  /** It came out of the gate behind the transforms. */
  public void throughGate(SourceRecord after) {
    guarded(() -> came(TapStage.SCHEMA, image(after)));
  }

  private void came(TapStage stage, RecordImage image) {
    if (!image.isLike(last)) {
      raw.add(new Raw(stage, tap.clock().instant(), Outcome.PASSED, image, null));
    }
    last = image;
  }

  /** A transform or the gate refused it. */
  public void failed(DeadLetter.Stage where, String component, Throwable reason) {
    guarded(
        () -> {
          TapStage stage =
              where == DeadLetter.Stage.SCHEMA ? TapStage.SCHEMA : TapStage.transform(component);
          if (id == 0) {
            raw.add(new Raw(stage, tap.clock().instant(), Outcome.FAILED, null, text(reason)));
            leave(stage);
          } else {
            add(stage, Outcome.FAILED, null, text(reason));
          }
        });
  }

  /** A transform dropped it. */
  public void dropped() {
    guarded(() -> leave(raw.isEmpty() ? TapStage.SOURCE : raw.get(raw.size() - 1).stage()));
  }

  /** It goes on to the sinks; returns whether anybody is to see it there. */
  public boolean leavesTransforms() {
    guarded(() -> leave(TapStage.sink("")));
    return id != 0;
  }

  /** It is about to be put into a sink task, which sees it like this. */
  public synchronized void put(String sink, SinkRecord record) {
    guarded(() -> add(TapStage.sink(sink), Outcome.PASSED, hiding.of(image(record)), null));
  }

  /** A sink, or what converts for it, refused it. */
  public synchronized void refused(String sink, Throwable reason) {
    guarded(() -> add(TapStage.sink(sink), Outcome.FAILED, null, text(reason)));
  }

  private synchronized void leave(TapStage end) {
    hiding.over();
    position = hiding.of(rawPosition);
    steps.add(new TapStep(TapStage.SOURCE, at, Outcome.PASSED, hiding.of(first), null));
    for (Raw one : raw) {
      RecordImage image = one.record();
      steps.add(
          new TapStep(
              one.stage(),
              one.at(),
              one.outcome(),
              image == null ? null : hiding.of(image),
              one.error()));
    }
    raw.clear();
    long given = tap.nextSequence();
    RecordImage shown = steps.get(0).record();
    boolean kept = false;
    for (Watch watch : watches) {
      // Who typed a value that a mask hides is not told that it is there.
      if (shown != null && watch.follows(shown.key())) {
        kept |= watch.keeps(end, new TappedRecord(given, given, at, task, position, steps));
      }
    }
    if (kept) {
      id = given;
    }
  }

  private void add(
      TapStage stage, Outcome outcome, @Nullable RecordImage image, @Nullable String error) {
    steps.add(new TapStep(stage, tap.clock().instant(), outcome, image, error));
    TappedRecord further = new TappedRecord(id, tap.nextSequence(), at, task, position, steps);
    watches.forEach(watch -> watch.update(further));
  }

  private RecordImage image(ConnectRecord<?> record) {
    return RecordImage.of(record, tap.bounds().recordBytes(), tap.redact());
  }

  /** What went wrong may quote what a mask is about to hide. */
  private String text(Throwable reason) {
    String type = reason.getClass().getName();
    String message = reason.getMessage();
    if (!masking.isEmpty() || message == null) {
      return type;
    }
    String text = tap.redact().apply(type + ": " + message);
    return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) + "…" : text;
  }

  /** Nothing that fails here is the record's concern; it is not shown half hidden either. */
  private void guarded(Runnable look) {
    if (broken) {
      return;
    }
    try {
      look.run();
    } catch (RuntimeException | StackOverflowError | LinkageError failed) {
      broken = true;
      tap.failed(failed);
    }
  }
}
