package io.sluice.cli.deploy;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.GroupLag;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** How a pipeline stands that was deployed to a Connect cluster. */
public final class DeployedStatus {
  private final KafkaPipeline pipeline;
  private final ConnectCluster cluster;
  private final Optional<Map<String, String>> kafka;
  private final UnaryOperator<String> redaction;
  private final Supplier<OptionalLong> openLetters;

  /**
   * @param kafka settings of clients of the Kafka behind the cluster; empty when nobody knows, and
   *     how far sinks are behind is not known either
   * @param redaction takes secrets out of reasons of failures
   * @param openLetters how many dead letters are open; empty when nobody knows
   */
  public DeployedStatus(
      KafkaPipeline pipeline,
      ConnectCluster cluster,
      Optional<Map<String, String>> kafka,
      UnaryOperator<String> redaction,
      Supplier<OptionalLong> openLetters) {
    this.pipeline = pipeline;
    this.cluster = cluster;
    this.kafka = kafka;
    this.redaction = redaction;
    this.openLetters = openLetters;
  }

  /**
   * Shows it.
   *
   * @return what it means; empty when nothing of the pipeline was deployed there, and nothing is
   *     shown
   * @throws ConnectClusterException when the cluster does not answer
   */
  public Optional<ExitCode> show(Output output) throws InterruptedException {
    Map<String, RunningConnector> there = new TreeMap<>(cluster.connectors());
    there.values().removeIf(each -> !isOfThis(each));
    if (there.isEmpty()) {
      return Optional.empty();
    }
    List<String> missing = new ArrayList<>(wanted());
    missing.removeAll(there.keySet());
    String state = state(there.values().stream().toList(), missing);
    boolean bad = state.equals("failed") || state.equals("incomplete");
    output.line(
        output.styled(Style.STRONG, pipeline.name())
            + "  "
            + output.styled(
                bad ? Style.BAD : state.equals("running") ? Style.GOOD : Style.WARNING, state)
            + "  on the Connect cluster at "
            + cluster.url());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    document.put("state", state);
    document.put("connect", cluster.url().toString());
    document.put("connectors", connectors(there, output));
    openLetters
        .get()
        .ifPresent(
            open -> {
              document.put("open_dead_letters", open);
              output.line(
                  "  "
                      + Figures.count(open)
                      + " dead letters open"
                      + (open > 0 ? ": see sluice dlq ls" : ""));
            });
    if (!missing.isEmpty()) {
      document.put("missing", missing);
      output.line(
          Style.BAD,
          "  " + String.join(", ", missing) + ": not there. The file asks for it: sluice deploy.");
    }
    output.document(document);
    return Optional.of(bad ? ExitCode.FAILED : ExitCode.OK);
  }

  /** What a run of this machine has made is shown by its own status. */
  private boolean isOfThis(RunningConnector each) {
    return Marks.pipeline(each.config()).filter(pipeline.name()::equals).isPresent()
        && Marks.project(each.config()).filter(PipelineOnKafka.PROJECT::equals).isEmpty();
  }

  private List<String> wanted() {
    return Stream.concat(
            pipeline.source().stream().map(source -> pipeline.name()),
            pipeline.sinks().stream()
                .map(sink -> Translation.sinkConnector(pipeline.name(), sink.name())))
        .toList();
  }

  private static String state(List<RunningConnector> there, List<String> missing) {
    if (there.stream().anyMatch(RunningConnector::hasFailed)) {
      return "failed";
    }
    if (!missing.isEmpty()) {
      return "incomplete";
    }
    if (!there.stream().allMatch(RunningConnector::isSettled)) {
      return "starting";
    }
    for (String word : List.of("PAUSED", "STOPPED")) {
      if (there.stream().anyMatch(each -> each.state().equals(word))) {
        return word.toLowerCase(Locale.ROOT);
      }
    }
    return "running";
  }

  private List<Map<String, Object>> connectors(Map<String, RunningConnector> there, Output output)
      throws InterruptedException {
    List<Map<String, Object>> documents = new ArrayList<>();
    try (Lags lags = new Lags(kafka)) {
      for (RunningConnector each : there.values()) {
        Optional<GroupLag.Lag> lag = each.type().equals("sink") ? lags.of(each) : Optional.empty();
        print(each, lag, output);
        documents.add(document(each, lag));
      }
    }
    return documents;
  }

  /** Of a Kafka that may not be known. */
  private static final class Lags implements AutoCloseable {
    private final Optional<GroupLag> groups;

    Lags(Optional<Map<String, String>> kafka) {
      Optional<GroupLag> open;
      try {
        open = kafka.map(GroupLag::new);
      } catch (KafkaException e) {
        open = Optional.empty(); // Settings of no client: how far a sink is behind is not known.
      }
      groups = open;
    }

    Optional<GroupLag.Lag> of(RunningConnector sink) throws InterruptedException {
      return groups.isPresent() ? groups.get().of(sink.name(), sink.config()) : Optional.empty();
    }

    @Override
    public void close() {
      groups.ifPresent(GroupLag::close);
    }
  }

  private void print(RunningConnector each, Optional<GroupLag.Lag> lag, Output output) {
    String behind =
        !each.type().equals("sink")
            ? ""
            : lag.map(known -> ", " + Figures.count(known.records()) + " records behind")
                .orElse(", how far behind is not known");
    output.line(
        Style.STRONG,
        "  "
            + each.name()
            + "  "
            + each.type()
            + "  "
            + where(each.state(), each.worker())
            + behind);
    failure(each.ownFailure(), "    ", output);
    for (RunningConnector.Task task : each.tasks()) {
      output.line("    task " + task.id() + "  " + where(task.state(), task.worker()));
      failure(task.failure(), "      ", output);
    }
    lag.ifPresent(
        known ->
            known
                .deleted()
                .forEach(
                    (partition, records) ->
                        output.line(
                            Style.BAD,
                            "    "
                                + Figures.count(records)
                                + " records of "
                                + partition
                                + " were deleted by Kafka before the sink came to them")));
  }

  private void failure(String reason, String indent, Output output) {
    if (!reason.isEmpty()) {
      output.line(Style.BAD, indent + redaction.apply(reason));
    }
  }

  private static String where(String state, String worker) {
    return state + (worker.isEmpty() || state.equals("STOPPED") ? "" : " on " + worker);
  }

  private Map<String, Object> document(RunningConnector each, Optional<GroupLag.Lag> lag) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("connector", each.name());
    document.put("type", each.type());
    put(document, each.state(), each.worker(), each.ownFailure());
    lag.ifPresent(known -> document.put("lag", known.records()));
    lag.filter(known -> !known.deleted().isEmpty())
        .ifPresent(known -> document.put("deleted", deleted(known.deleted())));
    List<Map<String, Object>> tasks = new ArrayList<>();
    for (RunningConnector.Task task : each.tasks()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("task", task.id());
      put(one, task.state(), task.worker(), task.failure());
      tasks.add(one);
    }
    document.put("tasks", tasks);
    return document;
  }

  private void put(Map<String, Object> document, String state, String worker, String failure) {
    document.put("state", state.toLowerCase(Locale.ROOT));
    if (!worker.isEmpty()) {
      document.put("worker", worker);
    }
    if (!failure.isEmpty()) {
      document.put("failure", redaction.apply(failure));
    }
  }

  private static List<Map<String, Object>> deleted(Map<TopicPartition, Long> all) {
    List<Map<String, Object>> documents = new ArrayList<>();
    all.forEach(
        (partition, records) -> {
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("topic", partition.topic());
          document.put("partition", partition.partition());
          document.put("records", records);
          documents.add(document);
        });
    return documents;
  }
}
