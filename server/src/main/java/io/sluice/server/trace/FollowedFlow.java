package io.sluice.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.sluice.engine.trace.BatchTrace;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.engine.trace.TraceStep;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SinkSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of what the engine tells of one flow. A batch's trace is open until it is committed;
 * bounded, since no more than so many batches are followed at once.
 */
final class FollowedFlow implements FlowTrace {
  /** Batches of a flow that are followed at once: a sink may hold back for long. */
  private static final int MOST_OPEN = 256;

  private final TracingParts parts;
  private final Pipeline pipeline;
  private final Attributes own;
  private final Attributes source;
  private final Map<String, Attributes> sinks = new HashMap<>();
  private final Set<FollowedBatch> open = new HashSet<>(); // guarded by this
  private final Map<Integer, List<FollowedBatch>> uncut = new HashMap<>(); // guarded by this
  private final NavigableMap<Long, FollowedEpoch> epochs = new TreeMap<>(); // guarded by this

  FollowedFlow(TracingParts parts, Pipeline pipeline) {
    this.parts = parts;
    this.pipeline = pipeline;
    this.own =
        Attributes.of(
            Keys.SYSTEM,
            "sluice",
            Keys.PIPELINE,
            pipeline.name(),
            Keys.VERSION,
            pipeline.version());
    this.source = Peer.of(pipeline.source());
    for (SinkSpec sink : pipeline.sinks()) {
      sinks.put(
          sink.name(), Peer.of(sink.connector()).toBuilder().put(Keys.SINK, sink.name()).build());
    }
  }

  @Override
  public @Nullable BatchTrace polled(int task, List<SourceRecord> records, long since, long until) {
    Moments moments = Moments.now(parts.ticker(), parts.clock());
    Span root = root(records, moments.of(since));
    if (!root.getSpanContext().isSampled()) {
      return null;
    }
    FollowedBatch batch =
        new FollowedBatch(
            parts.tracer(), root, moments, parts.handOn(), passed -> passed(task, passed));
    if (!admit(batch)) {
      parts.meter().skipped();
      return null;
    }
    parts.meter().followed();
    root.setAllAttributes(own);
    root.setAttribute(Keys.OPERATION, "batch");
    root.setAttribute(Keys.OPERATION_TYPE, "process");
    root.setAttribute(Keys.RECORDS, (long) records.size());
    root.setAttribute(Keys.TASK, (long) task);
    String topic = records.get(0).topic();
    if (topic != null && topic.equals(records.get(records.size() - 1).topic())) {
      root.setAttribute(Keys.DESTINATION, topic);
    }
    batch.polled(
        "poll " + pipeline.source().connector(),
        source.toBuilder()
            .put(Keys.OPERATION, "poll")
            .put(Keys.OPERATION_TYPE, "receive")
            .put(Keys.RECORDS, (long) records.size())
            .build(),
        since,
        until);
    LogIds.set(batch.context());
    return batch;
  }

  /** By the sampler: what records say of their traces is known to it. */
  private Span root(List<SourceRecord> records, long wall) {
    SpanBuilder builder =
        parts
            .tracer()
            .spanBuilder("batch " + pipeline.name())
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(wall, TimeUnit.NANOSECONDS);
    List<SpanContext> contexts = RecordContexts.of(records);
    if (records.size() == 1 && contexts.size() == 1) {
      // As the conventions for messaging have it: a parent where there is only one message.
      builder.setParent(Context.root().with(Span.wrap(contexts.get(0))));
    } else {
      builder.setNoParent();
      contexts.forEach(builder::addLink);
    }
    return builder.startSpan();
  }

  private synchronized boolean admit(FollowedBatch batch) {
    return open.size() < MOST_OPEN && !parts.isBusy() && open.add(batch);
  }

  private synchronized void passed(int task, FollowedBatch batch) {
    uncut.computeIfAbsent(task, number -> new ArrayList<>()).add(batch);
  }

  @Override
  public synchronized void cut(int task, long epoch) {
    List<FollowedBatch> batches = uncut.remove(task);
    if (batches != null) {
      epochs
          .computeIfAbsent(
              epoch,
              number ->
                  new FollowedEpoch(
                      parts.tracer(), number, Moments.now(parts.ticker(), parts.clock())))
          .add(batches);
    }
  }

  @Override
  public TraceStep puts(SinkPlace place, List<BatchTrace> batches, int records, long bytes) {
    Attributes attributes =
        sink(place, "put", "send").toBuilder()
            .put(Keys.RECORDS, (long) records)
            .put(Keys.BYTES, bytes)
            .build();
    long now = parts.ticker().nanos();
    List<SpanStep.Part> begun = new ArrayList<>();
    List<SpanContext> together = new ArrayList<>();
    for (BatchTrace batch : batches) {
      if (batch instanceof FollowedBatch followed) {
        // The first has no link, the others to all before them: enough to find them all.
        begun.add(followed.begin("put " + place.sink(), attributes, now, List.copyOf(together)));
        together.add(followed.context());
      }
    }
    return new SpanStep(begun, parts.ticker(), what(place, "put"));
  }

  @Override
  public @Nullable TraceStep commits(SinkPlace place, long epoch) {
    List<SpanStep.Part> begun;
    synchronized (this) {
      FollowedEpoch followed = epochs.get(epoch);
      if (followed == null) {
        return null;
      }
      begun =
          followed.commits(
              "commit " + place.sink(), sink(place, "commit", "settle"), parts.ticker().nanos());
    }
    return new SpanStep(begun, parts.ticker(), what(place, "commit"));
  }

  private Attributes sink(SinkPlace place, String operation, String type) {
    return sinks.getOrDefault(place.sink(), Attributes.empty()).toBuilder()
        .put(Keys.OPERATION, operation)
        .put(Keys.OPERATION_TYPE, type)
        .put(Keys.TASK, (long) place.task())
        .build();
  }

  private String what(SinkPlace place, String operation) {
    return "Pipeline " + pipeline.name() + ": " + operation + " of sink " + place.sink();
  }

  @Override
  public synchronized void barrier(long epoch, long since, long until) {
    FollowedEpoch followed = epochs.get(epoch);
    if (followed != null) {
      followed.barrier("checkpoint " + pipeline.name(), own, since, until);
    }
  }

  @Override
  public synchronized void prepared(long epoch, long since, long until) {
    FollowedEpoch followed = epochs.get(epoch);
    if (followed != null) {
      followed.step("prepare", since, until);
    }
  }

  @Override
  public synchronized void committed(long epoch, long since, long until) {
    Collection<FollowedEpoch> reached = epochs.headMap(epoch, true).values();
    for (FollowedEpoch followed : reached) {
      followed.step("commit", since, until);
      followed.end("committed", until);
      for (FollowedBatch batch : followed.batches()) {
        batch.committed(epoch, until);
        open.remove(batch);
      }
    }
    reached.clear();
  }

  @Override
  public synchronized void close() {
    long now = parts.ticker().nanos();
    epochs.values().forEach(epoch -> epoch.end("abandoned", now));
    epochs.clear();
    open.forEach(batch -> batch.abandoned(now));
    open.clear();
    uncut.clear();
  }
}
