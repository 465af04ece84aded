package io.sluice.server.records;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.lane.TracedRecord.Origin;
import io.sluice.engine.tap.Masking;
import io.sluice.engine.tap.SampledRecord;
import io.sluice.engine.tap.Sampling;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.TapBounds;
import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.MaskField;
import org.jspecify.annotations.Nullable;

/** Streams whose records flow when a test says so; through the engine's own transforms and tap. */
public final class Streaming implements Streams {
  /** Of a pipeline that nothing of this process passes. */
  public static final String ON_KAFKA = "on-kafka";

  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("email", Schema.OPTIONAL_STRING_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .build();
  private static final Schema EVENT =
      SchemaBuilder.struct()
          .name("shop.orders.Envelope")
          .field("before", ROW)
          .field("after", ROW)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  private final Plugins plugins = Plugins.of(List.of());
  private final Secrets secrets = new Secrets();
  private final List<TransformSpec> transforms = new ArrayList<>();
  private final Map<String, Tap> taps = new ConcurrentHashMap<>();

  /** One that masks nothing yet. */
  public Streaming() {
    secrets.remember("hunter2-secret");
  }

  /** From here on the field is masked. */
  public void mask(String field) {
    transforms.add(
        new TransformSpec(
            "hide",
            MaskField.Value.class.getName(),
            UnresolvedConfig.of(Map.of("fields", field, "replacement", "gone")),
            Optional.empty(),
            false,
            new Place(Path.of("orders.yaml"), 1, 1, "")));
  }

  @Override
  public Optional<Stream> of(String pipeline) {
    List<TapStage> stages = new ArrayList<>(List.of(TapStage.SOURCE));
    transforms.forEach(one -> stages.add(TapStage.transform(one.name())));
    stages.add(TapStage.sink("warehouse"));
    return Optional.of(
        new Stream(
            stages,
            Masking.of(transforms, plugins, secrets).masks(),
            pipeline.equals(ON_KAFKA) ? Optional.empty() : Optional.of(tap(pipeline))));
  }

  private Tap tap(String pipeline) {
    return taps.computeIfAbsent(
        pipeline,
        name ->
            new Tap(name, TapBounds.usual(), secrets::redact, Clock.systemUTC(), Ticker.SYSTEM));
  }

  /** A row of this id is changed, and flows if somebody looks. */
  public void change(String pipeline, long id, @Nullable String email, String note) {
    Struct before = new Struct(ROW).put("id", id).put("email", email).put("note", "old");
    Struct after = new Struct(ROW).put("id", id).put("email", email).put("note", note);
    flow(
        pipeline,
        new SourceRecord(
            Map.of("server", "shop"),
            Map.of("lsn", 100 + id),
            "orders",
            Schema.INT64_SCHEMA,
            id,
            EVENT,
            new Struct(EVENT).put("before", before).put("after", after).put("op", "u")));
  }

  /** A record flows into the sink if somebody looks. */
  public void flow(String pipeline, SourceRecord record) {
    Masking masking = Masking.of(transforms, plugins, secrets);
    Sampling sampling = tap(pipeline).sampling(0, 1, masking);
    Trail trail = sampling == null ? null : sampling.pick(0, record);
    if (trail == null) {
      return;
    }
    try (TransformChain chain = TransformChain.open(transforms, plugins, secrets)) {
      SourceRecord transformed = requireNonNull(chain.apply(record, trail));
      if (trail.leavesTransforms()) {
        Origin origin = new Origin(record.sourcePartition(), record.sourceOffset(), 0, false);
        trail.put("warehouse", new SampledRecord(transformed, origin, 0, 7, 1L, trail));
      }
    } catch (TransformFailure failed) {
      trail.failed(failed.stage(), failed.component(), failed.reason());
    }
  }
}
