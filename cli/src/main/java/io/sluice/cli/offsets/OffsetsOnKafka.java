package io.sluice.cli.offsets;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.deploy.ClusterFailure;
import io.sluice.cli.live.StopSignals;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.OffsetMove;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.topic.TopicException;
import io.sluice.kafka.topic.TopicTimes;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.state.history.AuditedChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Offsets of a pipeline on Kafka, as Connect's offsets API words them. */
public final class OffsetsOnKafka {
  private final KafkaPipeline pipeline;
  private final ConnectCluster cluster;
  private final Output output;

  public OffsetsOnKafka(KafkaPipeline pipeline, ConnectCluster cluster, Output output) {
    this.pipeline = pipeline;
    this.cluster = cluster;
    this.output = output;
  }

  /** Shows where each connector of the pipeline is. */
  public ExitCode show() {
    try {
      ObjectNode document = JsonMapper.builder().build().createObjectNode();
      document.put("pipeline", pipeline.name());
      ArrayNode connectors = document.putArray("connectors");
      for (String connector : connectors()) {
        JsonNode offsets = cluster.offsets(connector);
        connectors.addObject().put("connector", connector).set("offsets", offsets);
        output.line(Style.STRONG, connector);
        lines(offsets);
      }
      output.document(document);
      return ExitCode.OK;
    } catch (ConnectClusterException e) {
      throw ClusterFailure.of(e);
    }
  }

  /**
   * Shows where a connector is and where it would be or is then.
   *
   * @param named the connector, or null for the source's
   * @param to where to, as {@code get} shows it; null to forget everything
   * @param wanted asked between the two; when it says no, nothing is changed
   * @param audit keeps the change, before it is made
   */
  public ExitCode reset(@Nullable String named, @Nullable JsonNode to, Wanted wanted, Audited audit)
      throws java.io.IOException {
    return reset(named == null ? source() : known(named), connector -> to, wanted, audit);
  }

  /**
   * The same of a sink, to where a time is in its topics.
   *
   * @param named the sink's connector; null where it was not said
   * @param client settings of Kafka's clients
   */
  public ExitCode resetTo(
      Instant time,
      @Nullable String named,
      Map<String, String> client,
      Wanted wanted,
      Audited audit)
      throws java.io.IOException {
    if (named == null || known(named).equals(pipeline.name())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--to-time: expected the connector of a sink, whose topics know times",
          "Say --connector: " + String.join(", ", sinks()) + ".");
    }
    return reset(
        named,
        connector -> {
          JsonNode found = from(time, connector, client);
          output.line(Style.STRONG, connector + ", from " + time);
          lines(found);
          return found;
        },
        wanted,
        audit);
  }

  private JsonNode from(Instant time, String connector, Map<String, String> client) {
    try (TopicTimes times = new TopicTimes(client)) {
      return times.from(
          time, cluster.connector(connector).map(RunningConnector::config).orElse(Map.of()));
    } catch (TopicException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), "Nothing was changed.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", null, e);
    }
  }

  /** Where a connector is to go on; null for nowhere: it forgets where it was. */
  private interface Target {
    @Nullable JsonNode of(String connector);
  }

  private ExitCode reset(String connector, Target target, Wanted wanted, Audited audit)
      throws java.io.IOException {
    try {
      JsonNode before = cluster.offsets(connector);
      output.line(Style.STRONG, connector + ", before");
      lines(before);
      JsonNode to = target.of(connector);
      noteWhatIsStopped(connector);
      boolean change = wanted.ask();
      JsonNode after = before;
      if (change) {
        after = moved(connector, before, to, audit);
        output.line(Style.STRONG, connector + ", after");
        lines(after);
      }
      ObjectNode document = JsonMapper.builder().build().createObjectNode();
      document.put("pipeline", pipeline.name()).put("connector", connector);
      document.put("changed", change);
      document.set("before", before);
      document.set("after", after);
      output.document(document);
      output.line(change ? "Done." : "Nothing was changed.");
      return ExitCode.OK;
    } catch (ConnectClusterException e) {
      throw ClusterFailure.of(e);
    }
  }

  /** It stays as it is found: the next one would think that it runs. */
  private void noteWhatIsStopped(String connector) {
    cluster
        .connector(connector)
        .filter(each -> each.state().equals("STOPPED"))
        .ifPresent(
            each ->
                output.note(
                    "Connector "
                        + connector
                        + " is stopped, and stays so; maybe a reset before this one was killed. To"
                        + " have it run: PUT "
                        + cluster.url()
                        + "/connectors/"
                        + connector
                        + "/resume"));
  }

  private JsonNode moved(String connector, JsonNode before, @Nullable JsonNode to, Audited audit) {
    OffsetMove move = new OffsetMove(cluster);
    AtomicReference<JsonNode> now = new AtomicReference<>(before);
    String was = entry(connector, before);
    JsonNode wanted = to == null ? JsonMapper.builder().build().createArrayNode() : to;
    // A process that just ended would leave the connector stopped.
    try (StopSignals signals = StopSignals.handle(Thread.currentThread()::interrupt)) {
      audit.change(
          was,
          entry(connector, wanted),
          () -> now.set(move.move(connector, to)),
          () -> move.isBegun() ? "" : was);
    } catch (InterruptedException e) {
      throw new CommandFailure(
          ExitCode.INTERRUPTED,
          "interrupted: connector "
              + connector
              + " is in the state again in which it was, "
              + (move.isBegun()
                  ? "and its offsets are moved"
                  : "and its offsets are where they were"),
          "See where it is with: sluice offsets get",
          e);
    }
    return requireNonNull(now.get());
  }

  private static String entry(String connector, JsonNode offsets) {
    ObjectNode entry = JsonMapper.builder().build().createObjectNode();
    entry.put("connector", connector).set("offsets", offsets);
    return entry.toString();
  }

  /**
   * A position that {@link #show} printed: a list of partitions and offsets, or the object that has
   * it under {@code offsets}.
   */
  public static JsonNode read(String text) {
    try {
      JsonNode given = JsonMapper.builder().build().readTree(text);
      JsonNode offsets = given.isArray() ? given : given.path("offsets");
      boolean whole = !offsets.isEmpty();
      for (JsonNode each : offsets) {
        whole = whole && each.has("partition") && each.has("offset");
      }
      if (whole) {
        return offsets;
      }
    } catch (JsonProcessingException e) {
      // Said below, without the text.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "--to: expected a list of objects with 'partition' and 'offset', as JSON",
        "As sluice offsets get -o json prints it under 'offsets' of the connector.");
  }

  /** Whether it is to be done. */
  @FunctionalInterface
  public interface Wanted {
    boolean ask() throws java.io.IOException;
  }

  /** Keeps what is about to be changed, and has it done. */
  @FunctionalInterface
  public interface Audited {
    /**
     * @param before the connector and where it was, as JSON
     * @param after the same of where it is to go on
     * @param move does it
     * @param left where it is when that fails; empty when nobody knows
     */
    void change(
        String before,
        String after,
        AuditedChange.Act<InterruptedException> move,
        Supplier<String> left)
        throws InterruptedException;
  }

  private List<String> connectors() {
    List<String> names = new ArrayList<>();
    pipeline.source().ifPresent(source -> names.add(pipeline.name()));
    names.addAll(sinks());
    return names;
  }

  private List<String> sinks() {
    return pipeline.sinks().stream()
        .map(sink -> Translation.sinkConnector(pipeline.name(), sink.name()))
        .toList();
  }

  private String source() {
    if (pipeline.source().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "pipeline " + pipeline.name() + " has no source, so it is not clear what is to be reset",
          "Say --connector NAME: " + String.join(", ", connectors()));
    }
    return pipeline.name();
  }

  private String known(String connector) {
    if (!connectors().contains(connector)) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "pipeline " + pipeline.name() + " has no connector " + connector,
          "It has " + String.join(", ", connectors()));
    }
    return connector;
  }

  private void lines(JsonNode offsets) {
    if (offsets.isEmpty()) {
      output.line("  (nothing)");
    }
    offsets.forEach(
        each -> output.line("  " + each.path("partition") + "  " + each.path("offset")));
  }
}
