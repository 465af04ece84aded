package io.sluice.server.metrics;

import java.util.List;

/**
 * Every family of metrics of the server: name, type, labels, meaning. The reference is held against
 * these. Names and units follow Prometheus' rules: base units, {@code _total} for what only rises.
 * No label has values that grow without bound.
 */
public enum Family {
  PIPELINE_INFO(
      "sluice_pipeline_info",
      Type.GAUGE,
      "Always 1: the source connector, the owner and the version of the file that runs.",
      "pipeline",
      "namespace",
      "source",
      "owner",
      "version"),
  PIPELINE_STATE(
      "sluice_pipeline_state",
      Type.GAUGE,
      "1 for the state in which the pipeline is, 0 for all others.",
      "pipeline",
      "namespace",
      "state"),
  PIPELINE_WANTED(
      "sluice_pipeline_wanted",
      Type.GAUGE,
      "1 for what is wanted of the pipeline (running, paused, stopped), 0 for the others.",
      "pipeline",
      "namespace",
      "wanted"),
  PIPELINE_HEALTH(
      "sluice_pipeline_health",
      Type.GAUGE,
      "1 for the verdict on the pipeline's health, 0 for all others.",
      "pipeline",
      "namespace",
      "health"),
  RECORDS_POLLED(
      "sluice_records_polled_total",
      Type.COUNTER,
      "Records from the source, each once, however often it was polled.",
      "pipeline",
      "namespace"),
  RECORDS_DELIVERED(
      "sluice_records_delivered_total",
      Type.COUNTER,
      "Records that are in all sinks.",
      "pipeline",
      "namespace"),
  RECORDS_DEAD_LETTERED(
      "sluice_records_dead_lettered_total",
      Type.COUNTER,
      "Records that were set aside.",
      "pipeline",
      "namespace"),
  RECORDS_FILTERED(
      "sluice_records_filtered_total",
      Type.COUNTER,
      "Records that a transform dropped.",
      "pipeline",
      "namespace"),
  RECORDS_IN_FLIGHT(
      "sluice_records_in_flight",
      Type.GAUGE,
      "Records that were polled and are not in all sinks yet.",
      "pipeline",
      "namespace"),
  LAG(
      "sluice_lag_seconds",
      Type.GAUGE,
      "Time between the newest delivered record's making at the source and now; 0 when nothing is"
          + " left to do.",
      "pipeline",
      "namespace"),
  FRESHNESS(
      "sluice_freshness_seconds",
      Type.GAUGE,
      "How far the sinks' picture may be behind the source's.",
      "pipeline",
      "namespace"),
  FRESHNESS_PROMISED(
      "sluice_freshness_promised_seconds",
      Type.GAUGE,
      "What slo.freshness of the file promises; none if it promises nothing.",
      "pipeline",
      "namespace"),
  CHECKPOINT_AGE(
      "sluice_checkpoint_age_seconds",
      Type.GAUGE,
      "Time since the newest checkpoint. Rises while there is nothing to do.",
      "pipeline",
      "namespace"),
  RESTARTS(
      "sluice_restarts_total",
      Type.COUNTER,
      "How often runs went back to their last checkpoint after a failure.",
      "pipeline",
      "namespace"),
  DEAD_LETTERS_OPEN(
      "sluice_dead_letters_open",
      Type.GAUGE,
      "Dead letters that were neither replayed nor purged, looked at every 15 s.",
      "pipeline",
      "namespace"),
  SNAPSHOT_SHARE(
      "sluice_snapshot_ratio",
      Type.GAUGE,
      "Share of the tables that is read, from 0 to 1, while the source reads them.",
      "pipeline",
      "namespace"),
  STAGE_TIME(
      "sluice_stage_time_seconds_total",
      Type.COUNTER,
      "Time spent in a stage (poll, transform, wait, put, commit) by all tasks together; sink is"
          + " empty before the sinks.",
      "pipeline",
      "namespace",
      "sink",
      "stage"),
  STAGE_BATCHES(
      "sluice_stage_batches_total",
      Type.COUNTER,
      "Batches that went through a stage.",
      "pipeline",
      "namespace",
      "sink",
      "stage"),
  SINK_RECORDS(
      "sluice_sink_records_total",
      Type.COUNTER,
      "Records put into a sink, also those that it was handed again after a failure.",
      "pipeline",
      "namespace",
      "sink"),
  SINK_BYTES(
      "sluice_sink_bytes_total",
      Type.COUNTER,
      "Size of the records put into a sink, as estimated in memory.",
      "pipeline",
      "namespace",
      "sink"),
  SINK_LAG(
      "sluice_sink_lag_seconds",
      Type.GAUGE,
      "Time between the making of the newest record that the sink was put and now; 0 when nothing"
          + " is left to do.",
      "pipeline",
      "namespace",
      "sink"),
  SINK_LATENCY(
      "sluice_sink_latency_seconds",
      Type.HISTOGRAM,
      "From a record's making at the source to its commit in the sink, without rows of a snapshot.",
      "pipeline",
      "namespace",
      "sink"),
  DATASET_RECORDS(
      "sluice_dataset_records_total",
      Type.COUNTER,
      "Records of a topic put into a sink: the first 50 topics that came up in a run, the rest with"
          + " an empty name.",
      "pipeline",
      "namespace",
      "sink",
      "dataset"),
  UPTIME("sluice_server_uptime_seconds", Type.GAUGE, "Time since the server's start."),
  VERSION("sluice_server_info", Type.GAUGE, "Always 1: the version of the server.", "version"),
  PULSE_AGE(
      "sluice_server_loop_age_seconds",
      Type.GAUGE,
      "Time since the server last looked at all pipelines; above a few seconds it does not turn."),
  JVM_HEAP_USED("sluice_jvm_heap_used_bytes", Type.GAUGE, "Heap in use."),
  JVM_HEAP_MAX("sluice_jvm_heap_max_bytes", Type.GAUGE, "Heap that may be used."),
  JVM_THREADS("sluice_jvm_threads", Type.GAUGE, "Threads that live."),
  JVM_GC_TIME(
      "sluice_jvm_gc_time_seconds_total", Type.COUNTER, "Time spent collecting garbage.", "gc"),
  PROCESS_CPU("sluice_process_cpu_seconds_total", Type.COUNTER, "Processor time of the process."),
  PROCESS_FILES(
      "sluice_process_open_files", Type.GAUGE, "Files that are open; none where nobody can tell."),
  HTTP_REQUESTS(
      "sluice_http_requests_total",
      Type.COUNTER,
      "Requests that were answered, by the class of their status (2xx, 4xx, ...).",
      "status"),
  HTTP_TIME(
      "sluice_http_request_time_seconds_total",
      Type.COUNTER,
      "Time spent on answering requests, without streams of events."),
  TRACE_BATCHES(
      "sluice_trace_batches_total",
      Type.COUNTER,
      "Batches that are followed, and those that were skipped since too many spans were not sent"
          + " yet.",
      "outcome"),
  TRACE_SPANS(
      "sluice_trace_spans_total",
      Type.COUNTER,
      "Spans that a collector took, and those that were lost since none did, or since more"
          + " waited for one than may.",
      "outcome");

  /** What its values are. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final String metric;
  private final Type type;
  private final String help;
  private final List<String> labels;

  Family(String metric, Type type, String help, String... labels) {
    this.metric = metric;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** As Prometheus shows it; a counter with its {@code _total}. */
  public String metric() {
    return metric;
  }

  public Type type() {
    return type;
  }

  /** One sentence. */
  public String help() {
    return help;
  }

  /** Names of its labels, in their order. */
  public List<String> labels() {
    return labels;
  }
}
