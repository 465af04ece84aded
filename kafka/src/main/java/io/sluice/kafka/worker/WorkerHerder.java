package io.sluice.kafka.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.apache.kafka.connect.runtime.rest.entities.LoggerLevel;
import org.apache.kafka.connect.storage.ConfigBackingStore;
import org.apache.kafka.connect.storage.StatusBackingStore;
import org.apache.kafka.connect.util.SharedTopicAdmin;
import org.jspecify.annotations.Nullable;

/** Connect's herder, with the levels of the loggers that this process really writes by. */
final class WorkerHerder extends DistributedHerder {
  private final Optional<LogbackLevels> levels;

  /** What the herder is made of, by Connect's own names. */
  record Parts(
      DistributedConfig config,
      Time time,
      Worker worker,
      StatusBackingStore status,
      ConfigBackingStore configs,
      RestClient client,
      ConnectorClientConfigOverridePolicy policy,
      SharedTopicAdmin admin) {}

  /**
   * @param cluster id of the Kafka cluster
   * @param url where other workers reach this one
   */
  WorkerHerder(Parts parts, String cluster, String url) {
    super(
        parts.config(),
        parts.time(),
        parts.worker(),
        cluster,
        parts.status(),
        parts.configs(),
        url,
        parts.client(),
        parts.policy(),
        List.of(),
        parts.admin());
    levels = LogbackLevels.find(parts.time());
  }

  @Override
  public @Nullable LoggerLevel loggerLevel(String logger) {
    return levels.isPresent() ? levels.get().level(logger) : super.loggerLevel(logger);
  }

  @Override
  public Map<String, LoggerLevel> allLoggerLevels() {
    return levels.map(LogbackLevels::all).orElseGet(super::allLoggerLevels);
  }

  /** Also what a request for the whole cluster comes to on each of its workers. */
  @Override
  public List<String> setWorkerLoggerLevel(String namespace, String level) {
    return levels.isPresent()
        ? levels.get().set(namespace, level)
        : super.setWorkerLoggerLevel(namespace, level);
  }
}
