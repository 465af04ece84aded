package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.ScalarType.choice;
import static io.sluice.pipeline.setting.ScalarType.count;
import static io.sluice.pipeline.setting.ScalarType.duration;
import static io.sluice.pipeline.setting.ScalarType.ratio;
import static io.sluice.pipeline.setting.ScalarType.size;
import static io.sluice.pipeline.setting.ScalarType.text;

import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.ByteSize;
import io.sluice.pipeline.CheckpointSettings;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.Slo;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ContractOnKafka;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.pipeline.setting.ListType;
import io.sluice.pipeline.setting.NamedType;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key of a pipeline file, declared once: reading, defaults, the reference in {@code
 * docs/reference} and the JSON Schema come from here. A new setting is a constant here and a
 * component of its record.
 */
final class PipelineSettings {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  // on_error
  private static final ErrorPolicy ON_ERROR_DEFAULT = ErrorPolicy.DEFAULT;
  private static final Setting<ErrorPolicy.OnRecord> RECORD =
      Setting.of(
          "record",
          choice(ErrorPolicy.OnRecord.class),
          ON_ERROR_DEFAULT.record(),
          "What becomes of a record that cannot be processed: `dead_letter` keeps it for inspection"
              + " and replay and goes on, `stop` stops the pipeline before it.");
  private static final Setting<Ratio> MAX_RATE =
      Setting.of(
          "max_rate",
          ratio(),
          ON_ERROR_DEFAULT.maxRate(),
          "The share of dead letters among the records of a `window` above which the pipeline"
              + " stops.");
  private static final Setting<Duration> WINDOW =
      Setting.of(
          "window",
          duration(Duration.ofSeconds(1), DAY),
          ON_ERROR_DEFAULT.window(),
          "How far back `max_rate` looks.");
  private static final Setting<Long> MIN_RECORDS =
      Setting.of(
          "min_records",
          count(1, Long.MAX_VALUE),
          ON_ERROR_DEFAULT.minRecords(),
          "How many records a window must hold before `max_rate` is judged.");
  private static final Setting<Long> MAX_COUNT =
      Setting.optional(
          "max_count",
          count(0, Long.MAX_VALUE),
          "How many dead letters one run bears in all. Default: any number.");
  private static final Section<ErrorPolicy> ON_ERROR_SECTION =
      new Section<>(
          "error handling",
          List.of(RECORD, MAX_RATE, WINDOW, MIN_RECORDS, MAX_COUNT),
          (values, problems) ->
              new ErrorPolicy(
                  values.get(RECORD),
                  values.get(MAX_RATE),
                  values.get(WINDOW),
                  values.get(MIN_RECORDS),
                  values.find(MAX_COUNT).orElse(Long.MAX_VALUE)));

  // slo
  private static final Setting<Duration> FRESHNESS =
      Setting.optional(
          "freshness",
          duration(MILLISECOND, Duration.ofDays(365)),
          "How old the newest change in the sinks may be while the source has more.");
  private static final Setting<Ratio> SUCCESS =
      Setting.optional(
          "success",
          ratio(),
          "The share of records that must reach the sinks rather than the dead letters.");
  private static final Section<Slo> SLO_SECTION =
      new Section<>(
          "promises",
          List.of(FRESHNESS, SUCCESS),
          (values, problems) -> new Slo(values.find(FRESHNESS), values.find(SUCCESS)));

  // checkpoint
  private static final Setting<Duration> INTERVAL =
      Setting.of(
          "interval",
          duration(MILLISECOND, Duration.ofHours(1)),
          CheckpointSettings.DEFAULT.interval(),
          "How often what was written becomes durable in the sinks; the lower, the fresher and the"
              + " costlier.");
  private static final Setting<Long> EPOCH_RECORDS =
      Setting.of(
          "max_records",
          count(1, Long.MAX_VALUE),
          CheckpointSettings.DEFAULT.maxRecords(),
          "How many records may lie between two checkpoints; when they come faster, checkpoints"
              + " come sooner than `interval`.");
  private static final Section<CheckpointSettings> CHECKPOINT_SECTION =
      new Section<>(
          "checkpoint settings",
          List.of(INTERVAL, EPOCH_RECORDS),
          (values, problems) ->
              new CheckpointSettings(values.get(INTERVAL), values.get(EPOCH_RECORDS)));

  // buffer
  private static final Setting<Long> BUFFER_RECORDS =
      Setting.of(
          "max_records",
          count(1, Integer.MAX_VALUE),
          (long) BufferSettings.DEFAULT.maxRecords(),
          "How many records may wait between source and sinks, in all.");
  private static final Setting<ByteSize> BUFFER_BYTES =
      Setting.of(
          "max_bytes",
          size(new ByteSize(1024), ByteSize.ofMegabytes(1 << 20)),
          BufferSettings.DEFAULT.maxBytes(),
          "How much memory they may take, by estimate. A full buffer slows the source.");
  private static final Section<BufferSettings> BUFFER_SECTION =
      new Section<>(
          "buffer settings",
          List.of(BUFFER_RECORDS, BUFFER_BYTES),
          (values, problems) ->
              new BufferSettings(
                  Math.toIntExact(values.get(BUFFER_RECORDS)), values.get(BUFFER_BYTES)));

  // retry
  private static final Setting<Duration> BACKOFF =
      Setting.of(
          "backoff",
          duration(MILLISECOND, DAY),
          RetryPolicy.DEFAULT.backoff(),
          "The pause before a failed call is tried again; doubled each time, with some chance in"
              + " it.");
  private static final Setting<Duration> MAX_BACKOFF =
      Setting.of(
          "max_backoff",
          duration(MILLISECOND, DAY),
          RetryPolicy.DEFAULT.maxBackoff(),
          "The longest such pause.");
  private static final Setting<Duration> RETRY_FOR =
      Setting.of(
          "retry_for",
          duration(MILLISECOND, Duration.ofDays(30)),
          RetryPolicy.DEFAULT.retryFor(),
          "How long one call is tried again before its task is restarted from the last"
              + " checkpoint.");
  private static final Setting<Long> MAX_RESTARTS =
      Setting.of(
          "max_restarts",
          count(0, Integer.MAX_VALUE),
          (long) RetryPolicy.DEFAULT.maxRestarts(),
          "How many restarts without any progress are tried before the pipeline stops.");
  private static final Setting<Duration> CALL_TIMEOUT =
      Setting.of(
          "call_timeout",
          duration(MILLISECOND, Duration.ofDays(30)),
          RetryPolicy.DEFAULT.callTimeout(),
          "How long a connector may take for one call before it counts as hanging and is"
              + " abandoned.");
  private static final Setting<Duration> STOP_TIMEOUT =
      Setting.of(
          "stop_timeout",
          duration(MILLISECOND, DAY),
          RetryPolicy.DEFAULT.stopTimeout(),
          "How long the pipeline may take to stop cleanly.");
  private static final Section<RetryPolicy> RETRY_SECTION =
      new Section<>(
          "retry settings",
          List.of(BACKOFF, MAX_BACKOFF, RETRY_FOR, MAX_RESTARTS, CALL_TIMEOUT, STOP_TIMEOUT),
          (values, problems) ->
              new RetryPolicy(
                  values.get(BACKOFF),
                  values.get(MAX_BACKOFF),
                  values.get(RETRY_FOR),
                  Math.toIntExact(values.get(MAX_RESTARTS)),
                  values.get(CALL_TIMEOUT),
                  values.get(STOP_TIMEOUT)));

  // the file
  private static final Setting<String> NAME =
      Setting.required(
          "name",
          ScalarType.pipelineName(),
          "What checkpoints, metrics and commands call the pipeline. Changing it makes it a new"
              + " pipeline that starts from the beginning.");
  private static final Setting<String> OWNER =
      Setting.optional("owner", text("an address or a team"), "Who answers for the pipeline.");
  private static final Setting<String> DESCRIPTION =
      Setting.optional("description", text("some text"), "What the pipeline is for.");
  private static final Setting<ConnectorSpec> SOURCE =
      Setting.optional(
          "source",
          ConnectorSettings.SOURCE,
          "Where the data comes from. **Required**, unless the pipeline names the topics that its"
              + " sinks read.");
  private static final Setting<Map<String, PluginDraft>> PREDICATES =
      Setting.of(
          "predicates",
          new NamedType<>("predicates by name", new PluginDraft.PredicateType()),
          Map.of(),
          "Conditions that `transforms` refer to by name: each a `type` and its settings.");
  private static final Setting<List<PluginDraft>> TRANSFORMS =
      Setting.of(
          "transforms",
          new ListType<>("a list of transforms", new PluginDraft.TransformType(), 0),
          List.of(),
          "What happens to each record on its way, in this order: any Kafka Connect"
              + " transformation.");
  private static final Setting<List<ConnectorSettings.SinkDraft>> SINKS =
      Setting.optional(
          "sinks",
          new ListType<>("a list of at least one sink", ConnectorSettings.SINK, 1),
          "Where the data goes; each sink gets every record and keeps its own position."
              + " **Required**, unless the pipeline names the topics that its source writes.");
  private static final Setting<ErrorPolicy> ON_ERROR =
      Setting.of(
          "on_error",
          ON_ERROR_SECTION,
          ErrorPolicy.DEFAULT,
          "What happens to records that cannot be processed.");
  private static final Setting<Slo> SLO =
      Setting.of("slo", SLO_SECTION, Slo.NONE, "What the pipeline promises.");
  private static final Setting<CheckpointSettings> CHECKPOINT =
      Setting.of(
          "checkpoint",
          CHECKPOINT_SECTION,
          CheckpointSettings.DEFAULT,
          "When progress is made durable.");
  private static final Setting<BufferSettings> BUFFER =
      Setting.of(
          "buffer",
          BUFFER_SECTION,
          BufferSettings.DEFAULT,
          "How much may wait inside the pipeline.");
  private static final Setting<RetryPolicy> RETRY =
      Setting.of("retry", RETRY_SECTION, RetryPolicy.DEFAULT, "How failures are met.");
  private static final List<Setting<?>> ALL =
      List.of(
          NAME,
          OWNER,
          DESCRIPTION,
          SOURCE,
          KafkaSettings.TOPIC,
          KafkaSettings.TOPICS,
          KafkaSettings.CONVERTERS,
          SchemaSettings.SCHEMA,
          TRANSFORMS,
          PREDICATES,
          SINKS,
          ON_ERROR,
          SLO,
          CHECKPOINT,
          BUFFER,
          RETRY);

  private PipelineSettings() {}

  /** The whole file, for a file of that path and version. */
  static Section<PipelineDraft> of(Path file, String version) {
    return Section.lenient(
        "a pipeline", ALL, (values, problems) -> draft(values, problems, file, version));
  }

  private static PipelineDraft draft(
      Section.Values values, Problems problems, Path file, String version) {
    Optional<TopicSpec> topics = KafkaSettings.topics(values, SOURCE, SINKS, problems);
    boolean onKafka = KafkaSettings.isMeant(values);
    Optional<SchemaContract> contract =
        SchemaSettings.contract(values, onKafka, values.written(SOURCE), problems);
    if (!onKafka) {
      present(SOURCE, values, problems);
      present(SINKS, values, problems);
    }
    List<TransformSpec> transforms = new ArrayList<>();
    Optional<ConnectorSpec> source =
        values
            .find(SOURCE)
            .map(
                spec -> {
                  ConnectTransforms fromSource = ConnectTransforms.in(spec.config(), problems);
                  transforms.addAll(fromSource.transforms());
                  return with(spec, fromSource.config());
                });
    if (!values.troubled(PREDICATES)) { // else one that is referred to may be missing for that
      transforms.addAll(
          new TransformChainDraft(values.get(PREDICATES), problems).specs(values.get(TRANSFORMS)));
    }
    List<SinkSpec> sinks = new ArrayList<>();
    List<ConnectorSettings.SinkDraft> drafts = values.find(SINKS).orElse(List.of());
    List<SinkSpec> named =
        values.troubled(SINKS)
            ? drafts.stream().map(draft -> new SinkSpec("sink", draft.connector())).toList()
            : ConnectorSettings.named(drafts, problems);
    for (SinkSpec sink : named) {
      ConnectTransforms fromSink = ConnectTransforms.in(sink.connector().config(), problems);
      if (named.size() > 1 && !fromSink.transforms().isEmpty()) {
        problems.error(
            sink.connector().config().placeOf("transforms"),
            "transforms of one sink among several are not supported",
            "Write them under the pipeline's 'transforms', or make a pipeline for each sink");
      } else if (onKafka && source.isPresent() && !fromSink.transforms().isEmpty()) {
        problems.error(
            sink.connector().config().placeOf("transforms"),
            "transforms of a sink behind a topic are not supported beside a source",
            "Write them under the pipeline's 'transforms', which come before the topic, or read the"
                + " topic in a pipeline of its own");
      }
      transforms.addAll(fromSink.transforms());
      sinks.add(new SinkSpec(sink.name(), with(sink.connector(), fromSink.config())));
    }
    List<TransformSpec> steps = TransformChainDraft.uniquelyNamed(transforms);
    PipelineParts parts =
        new PipelineParts(
            values.find(NAME), source, steps, sinks.stream().map(SinkSpec::connector).toList());
    if (problems.count() > 0) {
      return new PipelineDraft(null, null, parts);
    }
    return topics.isPresent()
        ? new PipelineDraft(
            null,
            kafka(
                values,
                source,
                topics.get(),
                steps,
                SchemaSettings.onKafka(values, contract),
                sinks,
                file,
                version),
            parts)
        : new PipelineDraft(
            pipeline(values, source.orElseThrow(), steps, contract, sinks, file, version),
            null,
            parts);
  }

  private static void present(Setting<?> setting, Section.Values values, Problems problems) {
    if (!values.written(setting)) {
      problems.error(
          values.placeOf(setting), "is missing, expected " + setting.type().expectation(), null);
    }
  }

  private static KafkaPipeline kafka(
      Section.Values values,
      Optional<ConnectorSpec> source,
      TopicSpec topics,
      List<TransformSpec> transforms,
      Optional<ContractOnKafka> schema,
      List<SinkSpec> sinks,
      Path file,
      String version) {
    return new KafkaPipeline(
        values.get(NAME),
        values.find(OWNER),
        values.find(DESCRIPTION),
        source,
        topics,
        values.find(KafkaSettings.CONVERTERS).orElse(ConvertersType.DEFAULT),
        transforms,
        schema,
        sinks,
        values.get(ON_ERROR),
        values.get(RETRY),
        file,
        version);
  }

  private static Pipeline pipeline(
      Section.Values values,
      ConnectorSpec source,
      List<TransformSpec> transforms,
      Optional<SchemaContract> schema,
      List<SinkSpec> sinks,
      Path file,
      String version) {
    return new Pipeline(
        values.get(NAME),
        values.find(OWNER),
        values.find(DESCRIPTION),
        source,
        transforms,
        schema,
        sinks,
        values.get(ON_ERROR),
        values.get(SLO),
        values.get(CHECKPOINT),
        values.get(BUFFER),
        values.get(RETRY),
        file,
        version);
  }

  private static ConnectorSpec with(ConnectorSpec connector, UnresolvedConfig config) {
    return new ConnectorSpec(connector.connector(), config, connector.place());
  }
}
