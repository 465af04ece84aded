package io.sluice.project.folder;

import io.sluice.kafka.deploy.Translation;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pipelines on Kafka of which one would get a connector that is called as another one's, although
 * the pipelines themselves are not: {@code shop} with a sink {@code eu-table} and {@code shop-eu}
 * with a sink {@code table}. Connect has one of them, and positions and dead letters go by its
 * name.
 */
final class SharedConnectors {
  /**
   * Who says the name of a connector.
   *
   * @param sink whose it is; empty for that of the source
   */
  private record Claim(PipelineFile file, Optional<SinkSpec> sink) {
    Place place() {
      return sink.map(SinkSpec::connector)
          .map(ConnectorSpec::place)
          .map(at -> new Place(file.relative(), at.line(), at.column(), at.path()))
          .orElseGet(() -> SharedNames.place(file));
    }
  }

  private SharedConnectors() {}

  /** The same files, with a problem at each that shares the name of a connector. */
  static List<PipelineFile> told(List<PipelineFile> files) {
    Map<String, List<Claim>> claims = new LinkedHashMap<>();
    for (PipelineFile file : files) {
      file.read().onKafka().map(Translation::connectors).orElse(Map.of()).entrySet().stream()
          .forEach(
              said ->
                  claims
                      .computeIfAbsent(said.getKey(), connector -> new ArrayList<>())
                      .add(new Claim(file, said.getValue())));
    }
    Map<Path, List<Problem>> problems = new HashMap<>();
    claims.forEach(
        (connector, all) -> {
          if (all.size() > 1) {
            all.forEach(
                claim ->
                    problems
                        .computeIfAbsent(claim.file().relative(), file -> new ArrayList<>())
                        .add(problem(connector, claim, all)));
          }
        });
    return files.stream()
        .map(
            file ->
                problems.containsKey(file.relative())
                    ? file.refused(problems.get(file.relative()))
                    : file)
        .toList();
  }

  private static Problem problem(String connector, Claim claim, List<Claim> all) {
    List<String> others =
        all.stream()
            .filter(other -> other != claim)
            .map(other -> other.file().name() + " (" + other.file().relative() + ")")
            .toList();
    return Problem.error(
        claim.place(),
        "expected a connector of its own on Kafka, found "
            + connector
            + ", which is also one of pipeline "
            + String.join(", ", others),
        "Give the pipeline or the sink another name: the connector of a source is called as its"
            + " pipeline, that of a sink <pipeline>-<sink>");
  }
}
