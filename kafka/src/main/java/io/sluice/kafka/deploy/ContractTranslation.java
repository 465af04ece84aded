package io.sluice.kafka.deploy;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ContractOnKafka;
import io.sluice.pipeline.kafka.ContractSettings;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a transform of a pipeline's contract on schemas: what its source's workers hold it by. */
final class ContractTranslation {
  private final KafkaPipeline pipeline;
  private final ContractOnKafka promise;
  private final Defaults defaults;
  private final List<Problem> problems;

  ContractTranslation(
      KafkaPipeline pipeline, ContractOnKafka promise, Defaults defaults, List<Problem> problems) {
    this.pipeline = pipeline;
    this.promise = promise;
    this.defaults = defaults;
    this.problems = problems;
  }

  /**
   * Adds it behind all others: what goes to the topics is what is judged. Converters that register
   * schemas are told to write the same.
   */
  void add(TransformSettings transforms, ConnectorDraft draft) {
    SchemaContract contract = promise.contract();
    problems.addAll(ContractConverters.problems(pipeline));
    ContractConverters.settings(pipeline, contract).forEach(draft::put);
    Optional<UnresolvedConfig> registry = contract.registry().or(defaults::registry);
    if (registry.isEmpty() && defaults.state().isEmpty()) {
      problems.add(
          Problem.error(
              promise.place(),
              "the contract is held with the registry in this folder's state, which the workers of"
                  + " a cluster do not have",
              "Name a registry that they reach: 'registry' here, or in sluice.yaml for all"
                  + " pipelines. 'sluice registry' serves one"));
      return;
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(ContractSettings.PIPELINE, pipeline.name());
    settings.putAll(ContractSettings.of(contract));
    settings.putAll(new TreeMap<>(defaults.state()));
    registry.ifPresent(
        address ->
            address
                .values()
                .forEach(
                    (key, value) ->
                        settings.put(ContractSettings.REGISTRY + key, file(key, value))));
    transforms.last("sluice-contract", ContractSettings.TRANSFORM, settings);
  }

  /** A worker has another folder to look in than the file's. */
  private String file(String key, String value) {
    Path folder = pipeline.file().toAbsolutePath().getParent();
    return key.endsWith(".location") && folder != null && !value.startsWith("$")
        ? folder.resolve(value).normalize().toString()
        : value;
  }
}
