package io.sluice.cli.offsets;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.ClusterOptions;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.LaneName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice offsets get}. */
@Command(
    name = "get",
    header = "Show how far a pipeline came.",
    description = {
      "The last committed checkpoint: what is durable in every sink.",
      "Of a pipeline on Kafka: where each of its connectors is, as Connect words it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice offsets get shop.yaml",
      "  sluice offsets get shop.yaml -o json > position.json",
      "  sluice offsets get shop --server https://sluice.example.com"
    })
public final class OffsetsGetCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public OffsetsGetCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    if (!cluster.isNamed()) {
      Optional<ServedPipeline> served =
          ServedPipeline.pointedAt(server, options, around, pipeline.file());
      if (served.isPresent()) {
        return new ServedOffsets(served.get(), output, around.clock()).show().number();
      }
    }
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        return new OffsetsOnKafka(
                onKafka.get(),
                cluster.cluster(project.folder(), project.stateFolder(), project.secrets()),
                output)
            .show()
            .number();
      }
      String name = project.pipeline().name();
      Checkpoint checkpoint =
          project.hasState()
              ? project.state().checkpoints().lastCommitted(name).orElse(null)
              : null;
      if (checkpoint == null) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, "pipeline " + name + " has no checkpoint yet", null);
      }
      Map<String, String> source =
          project.state().checkpoints().sourceOffsetsAt(name, checkpoint.epoch());
      Map<LaneName, Long> lanes =
          project.state().checkpoints().laneEndsAt(name, checkpoint.epoch());
      ObjectNode document = document(checkpoint, source, lanes);
      output.document(document);
      new OffsetsText(output, around.clock()).print(document);
      return ExitCode.OK.number();
    }
  }

  private static ObjectNode document(
      Checkpoint checkpoint, Map<String, String> source, Map<LaneName, Long> lanes) {
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    document.put("pipeline", checkpoint.pipeline()).put("epoch", checkpoint.epoch());
    Instant at = checkpoint.committedAt();
    if (at != null) {
      document.put("committed_at", at.toString());
    }
    document.put("reset", checkpoint.reset());
    document.set("source", SourcePositions.document(source));
    ArrayNode list = document.putArray("lanes");
    sorted(lanes)
        .forEach(
            lane ->
                list.addObject()
                    .put("topic", lane.getKey().topic())
                    .put("partition", lane.getKey().partition())
                    .put("next_offset", lane.getValue()));
    return document;
  }

  private static List<Map.Entry<LaneName, Long>> sorted(Map<LaneName, Long> lanes) {
    return lanes.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<LaneName, Long> e) -> e.getKey().topic())
                .thenComparing(e -> e.getKey().partition()))
        .toList();
  }
}
