package io.sluice.server.fleet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.OffsetMove;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.topic.TopicException;
import io.sluice.kafka.topic.TopicTimes;
import io.sluice.project.Project;
import io.sluice.project.kafka.FolderKafka;
import io.sluice.project.kafka.SharedKafka;
import io.sluice.server.access.Identity;
import io.sluice.server.folder.Definition;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where sources and sinks of pipelines on Kafka go on, and how people move that: Connect keeps it,
 * and is started for the question where nothing else runs on it. Thread-safe.
 */
final class KafkaPositions {
  private static final Logger log = LoggerFactory.getLogger(KafkaPositions.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Project project;
  private final SharedKafka kafka;

  KafkaPositions(Project project, SharedKafka kafka) {
    this.project = project;
    this.kafka = kafka;
  }

  /** What Connect is asked of one connector. */
  private interface Question {
    OffsetReset answer(Asked asked) throws InterruptedException;
  }

  /**
   * A connector that is asked about.
   *
   * @param before where it is
   * @param wanted where it is to go on
   */
  private record Asked(
      ConnectCluster cluster, String connector, JsonNode before, WantedOffsets wanted) {}

  /** What a reset would do. */
  OffsetReset plan(Definition version, OffsetRequest request) {
    return asked(
        version, request, asked -> shown(request, asked, asked.wanted().after(asked.before())));
  }

  /** Does it, of one whose connectors are stopped, once it is in the audit. */
  OffsetReset reset(Identity who, Definition version, OffsetRequest request, String reason) {
    return asked(
        version,
        request,
        asked -> {
          request.requireSeen(lines(asked.before()));
          OffsetMove move = new OffsetMove(asked.cluster());
          AtomicReference<JsonNode> now = new AtomicReference<>();
          String before = entry(asked.connector(), asked.before());
          new AuditedChange(
                  who.name(),
                  AuditAction.OFFSETS_RESET,
                  version.name(),
                  before,
                  entry(asked.connector(), asked.wanted().after(asked.before())),
                  reason)
              .in(
                  project.state().audit(),
                  () ->
                      now.set(
                          move.move(
                              asked.connector(),
                              asked.wanted().forgotten() ? null : asked.wanted().offsets())),
                  () -> move.isBegun() ? "" : before);
          return shown(request, asked, requireNonNull(now.get(), "moved without an answer"));
        });
  }

  private OffsetReset asked(Definition version, OffsetRequest request, Question question) {
    String connector = connector(version, request);
    return Refusals.orRefused(
        () -> {
          try (SharedKafka.Lease lease = kafka.take()) {
            ConnectCluster cluster =
                KafkaPlaces.start(project, version, log::debug).connect(lease.kafka());
            requireOwn(version, cluster, connector);
            JsonNode before = cluster.offsets(connector);
            WantedOffsets wanted =
                WantedOffsets.of(
                    version.name(),
                    request,
                    before,
                    time -> from(time, cluster, connector, lease.kafka()));
            return question.answer(new Asked(cluster, connector, before, wanted));
          } catch (ConnectClusterException refused) {
            throw refusal(version, refused);
          } catch (TopicException failed) {
            throw new Refusal(
                Kind.FAILED, String.valueOf(failed.getMessage()), "Nothing was changed.", failed);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(
                Kind.FAILED, "the move was interrupted", "Look where it goes on now.");
          }
        });
  }

  /** Another pipeline may have a connector of that name: where that one goes on is its own. */
  private static void requireOwn(Definition version, ConnectCluster cluster, String connector) {
    Optional<String> owner =
        cluster.connector(connector).map(RunningConnector::config).flatMap(Marks::pipeline);
    if (owner.isPresent() && !owner.get().equals(version.name())) {
      throw new Refusal(
          Kind.CONFLICT,
          "connector "
              + connector
              + " on the project's Kafka belongs to pipeline "
              + owner.get()
              + ", and not to "
              + version.name(),
          "Give the pipeline or the sink another name: that of a sink's connector is"
              + " <pipeline>-<sink>.");
    }
  }

  private static ArrayNode from(
      Instant time, ConnectCluster cluster, String connector, FolderKafka kafka)
      throws InterruptedException {
    try (TopicTimes times = new TopicTimes(kafka.client())) {
      return times.from(
          time, cluster.connector(connector).map(RunningConnector::config).orElse(Map.of()));
    }
  }

  private static String connector(Definition version, OffsetRequest request) {
    if (request.sink().isPresent()) {
      String sink = request.sink().get();
      if (!version.sinks().contains(sink)) {
        throw new Refusal(
            Kind.NOT_FOUND,
            "pipeline " + version.name() + " has no such sink",
            "It has " + String.join(", ", version.sinks()) + ".");
      }
      return Translation.sinkConnector(version.name(), sink);
    }
    if (version.source().isEmpty()) {
      throw new Refusal(
          Kind.CONFLICT,
          "pipeline " + version.name() + " has no source: others write into its topics",
          "Say which of its sinks is meant.");
    }
    if (request.time().isPresent()) {
      throw new Refusal(
          Kind.INVALID,
          "time: a source knows positions, and which was reached when nobody does",
          "Say a sink, whose topics know it; or have the rows read again that changed since, by a"
              + " snapshot with since.");
    }
    return version.name();
  }

  private static Refusal refusal(Definition version, ConnectClusterException refused) {
    return switch (refused.kind()) {
      case NOT_FOUND ->
          new Refusal(
              Kind.NOT_FOUND,
              "pipeline " + version.name() + " never ran on Kafka: it has no position there",
              null,
              refused);
      case REFUSED ->
          new Refusal(Kind.INVALID, String.valueOf(refused.getMessage()), null, refused);
      case UNREACHABLE, TLS, LOGIN, FAILED ->
          new Refusal(
              Kind.FAILED,
              String.valueOf(refused.getMessage()),
              "Look where it goes on now, and move it again if need be.",
              refused);
    };
  }

  private static OffsetReset shown(OffsetRequest request, Asked asked, JsonNode after) {
    return new OffsetReset(
        lines(asked.before()),
        lines(after),
        request.sink().isPresent() ? ofSink(asked) : List.of(ofSource(request)));
  }

  private static String ofSource(OffsetRequest request) {
    return request.beginning()
        ? "The next run reads the source from its beginning, with a new snapshot where it takes"
            + " one, into the topics as they are: all who read them get everything again."
        : "What lies behind the new position comes into the topics again if it is an earlier one,"
            + " and never does if it is a later one. Sinks stay where they are in the topics.";
  }

  private static List<String> ofSink(Asked asked) {
    if (asked.wanted().forgotten()) {
      return List.of(
          "The sink reads all again that its topics still have; one that appends has it twice.");
    }
    List<String> warnings = new ArrayList<>();
    long again = asked.wanted().between(asked.before(), true);
    long never = asked.wanted().between(asked.before(), false);
    if (again > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Up to %,d records come to the sink again; one that appends has them twice. Ends of"
                  + " transactions count among them.",
              again));
    }
    if (never > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Up to %,d records never come to the sink; ends of transactions count among them.",
              never));
    }
    return warnings;
  }

  private static List<String> lines(JsonNode offsets) {
    List<String> lines = new ArrayList<>();
    offsets.forEach(each -> lines.add(each.toString()));
    return lines.stream().sorted().toList();
  }

  private static String entry(String connector, JsonNode offsets) {
    return JSON.createObjectNode().put("connector", connector).set("offsets", offsets).toString();
  }
}
