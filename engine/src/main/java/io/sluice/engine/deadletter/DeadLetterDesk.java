package io.sluice.engine.deadletter;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.fault.Site;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.lane.TracedRecord;
import io.sluice.engine.lane.TracedRecord.Origin;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.ErrorPolicy.OnRecord;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters.Identified;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the records of one pipeline that could not be processed, as its {@code on_error} says:
 * keeps them, or stops the run. Letters are written together, and are on disk before the epoch that
 * they belong to is prepared or committed by anybody (invariant 5). Thread-safe.
 */
public final class DeadLetterDesk {
  private static final int WRITE_AT = 500;

  /**
   * Whose letters these are.
   *
   * @param redact takes secrets out of a text (invariant 9)
   */
  public record Owner(String pipeline, String version, UnaryOperator<String> redact) {}

  /** Where letters are kept. */
  @FunctionalInterface
  public interface Keeper {
    /**
     * Keeps the letters; durable on return.
     *
     * @return how many of them were not kept before
     */
    int keep(List<Identified> letters);
  }

  private final Owner owner;
  private final Keeper keeper;
  private final ErrorPolicy policy;
  private final RefusalRate rate;
  private final Suspects suspects = new Suspects();
  private final List<Identified> pending = new ArrayList<>();
  private long newLetters;

  /**
   * @param keeper where letters are kept
   */
  public DeadLetterDesk(Owner owner, Keeper keeper, ErrorPolicy policy, Ticker ticker) {
    this.owner = owner;
    this.keeper = keeper;
    this.policy = policy;
    this.rate = new RefusalRate(policy, ticker);
  }

  /** Records that made a sink fail which does not report them. */
  public Suspects suspects() {
    return suspects;
  }

  /** Records that were polled, whatever becomes of them: what the rate is measured against. */
  public void seen(long records) {
    rate.seen(records);
  }

  /** A run goes back to a checkpoint: so many records that were polled will be polled again. */
  public void seenAgain(long records) {
    rate.seenAgain(records);
  }

  /**
   * A transform failed on this record, or the gate behind the transforms refused it. It is as it
   * was before the transforms.
   *
   * @param stage which of the two
   * @param component name of the transform, or of the gate's subject
   * @param origin where it lay in the source
   * @throws FaultException if the run is to stop for it
   */
  public void refused(
      DeadLetter.Stage stage,
      String component,
      SourceRecord record,
      Origin origin,
      Throwable reason) {
    refused(
        new DeadLetter(
            owner.pipeline(),
            stage,
            component,
            reason.getClass().getName(),
            text(reason),
            record.topic(),
            null,
            null,
            json(record.sourcePartition()),
            json(record.sourceOffset()),
            owner.version(),
            RecordCodec.encode(record)),
        LetterIdentity.of(stage, component, record, origin),
        placeOf(record, origin),
        reason);
  }

  /**
   * A sink refused this record.
   *
   * @throws FaultException if the run is to stop for it
   */
  public void refusedBySink(String sink, SinkRecord record, Throwable reason) {
    Origin origin = origin(record);
    refused(
        new DeadLetter(
            owner.pipeline(),
            DeadLetter.Stage.SINK,
            sink,
            reason.getClass().getName(),
            text(reason),
            record.topic(),
            record.kafkaPartition(),
            record.kafkaOffset(),
            json(origin.partition()),
            json(origin.offset()),
            owner.version(),
            RecordCodec.encode(asItCame(record))),
        LetterIdentity.of(DeadLetter.Stage.SINK, sink, record, origin),
        placeOf(record, origin),
        reason);
  }

  /** For a record that a sink made itself, its place in the lane is all that is known. */
  static Origin origin(SinkRecord record) {
    return record instanceof TracedRecord traced
        ? traced.origin()
        : new Origin(
            Map.of("partition", record.kafkaPartition()),
            Map.of("offset", record.kafkaOffset()),
            0,
            false);
  }

  /**
   * Without the time at which the engine handed it over: the same record, refused again by the run
   * after a crash, must be the same letter.
   */
  private static SinkRecord asItCame(SinkRecord record) {
    return record.timestampType() != TimestampType.LOG_APPEND_TIME
        ? record
        : new SinkRecord(
            record.topic(),
            record.kafkaPartition(),
            record.keySchema(),
            record.key(),
            record.valueSchema(),
            record.value(),
            record.kafkaOffset(),
            null,
            TimestampType.NO_TIMESTAMP_TYPE,
            record.headers());
  }

  private static RecordPlace placeOf(ConnectRecord<?> record, Origin origin) {
    return new RecordPlace(record.topic(), LetterIdentity.keyHash(record), json(origin.offset()));
  }

  private void refused(DeadLetter letter, byte[] identity, RecordPlace record, Throwable reason) {
    if (policy.record() == OnRecord.STOP) {
      throw FaultException.at(
          site(letter),
          Fault.STOP_ON_RECORD,
          place(letter, record)
              + " was refused, and on_error.record is 'stop'. Correct it at the source or the"
              + " transform, or set on_error.record to 'dead_letter'",
          reason,
          record);
    }
    if (isOneTooMany(new Identified(letter, identity))) {
      throw FaultException.at(
          site(letter),
          Fault.TOO_MANY_DEAD_LETTERS,
          rate.verdict()
              + "; the last one: "
              + place(letter, record)
              + ". Look at 'sluice dlq ls', then correct the cause or raise on_error.max_rate",
          reason,
          record);
    }
  }

  /**
   * Takes a letter in. A record that was polled again after a restart is refused again, and is not
   * one more; which are, whoever keeps them knows. So while too many is possible, they are written.
   */
  private synchronized boolean isOneTooMany(Identified letter) {
    pending.add(letter);
    if (pending.size() < WRITE_AT && !rate.isTooMany(pending.size())) {
      return false;
    }
    write();
    return rate.isTooMany(0);
  }

  /** Writes what was taken in. On return every letter so far is on disk. */
  public synchronized void write() {
    if (!pending.isEmpty()) {
      int unknown = keeper.keep(List.copyOf(pending));
      newLetters += unknown;
      rate.refused(unknown);
      pending.clear();
    }
  }

  /** How many letters were written that were not kept before. */
  public synchronized long newLetters() {
    return newLetters;
  }

  /** In which transform, or before which subject; null of a sink, whose worker knows its call. */
  private static @Nullable Site site(DeadLetter letter) {
    String stage = letter.stage().name().toLowerCase(Locale.ROOT);
    return letter.stage() == DeadLetter.Stage.SINK
        ? null
        : new Site(null, stage + " " + letter.component());
  }

  /** Without its position in the source, which may be made of values: that is a part of its own. */
  private static String place(DeadLetter letter, RecordPlace record) {
    StringBuilder place = new StringBuilder("A record of topic ").append(letter.topic());
    if (letter.offset() != null) {
      place.append(", partition ").append(letter.partition());
      place.append(", offset ").append(letter.offset());
    }
    if (record.keyHash() != null) {
      place.append(", key ").append(record.keyHash());
    }
    return place.append(stop(letter.stage())).append(letter.component()).toString();
  }

  private static String stop(DeadLetter.Stage stage) {
    return switch (stage) {
      case SINK -> ", sink ";
      case SCHEMA -> ", subject ";
      case SOURCE, TRANSFORM -> ", transform ";
    };
  }

  private String text(Throwable reason) {
    StringBuilder text = new StringBuilder();
    Throwable cause = reason;
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && text.indexOf(message) < 0) {
        text.append(text.length() == 0 ? "" : ": ").append(message);
      }
    }
    return owner.redact().apply(text.toString());
  }

  private static @Nullable String json(@Nullable Map<String, ?> map) {
    return map == null ? null : CanonicalJson.write(map);
  }
}
