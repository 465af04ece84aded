package io.sluice.kafka.worker;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.ConnectRestServer;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.KafkaConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaStatusBackingStore;
import org.apache.kafka.connect.util.ConnectUtils;
import org.apache.kafka.connect.util.SharedTopicAdmin;

/**
 * Puts Connect's parts together in the way of its own {@code ConnectDistributed}, which lets nobody
 * choose the herder.
 */
final class WorkerParts {
  private WorkerParts() {}

  /** A herder, not started, with all that it works by. */
  static WorkerHerder herder(
      DistributedConfig config, Plugins plugins, ConnectRestServer rest, RestClient client) {
    URI url = rest.advertisedUrl();
    ConnectorClientConfigOverridePolicy policy =
        plugins.newPlugin(
            config.getString(DistributedConfig.CONNECTOR_CLIENT_POLICY_CLASS_CONFIG),
            config,
            ConnectorClientConfigOverridePolicy.class);
    String cluster = config.kafkaClusterId();
    String clients = ConnectUtils.clientIdBase(config);
    SharedTopicAdmin admin = admin(config, cluster, clients);
    Converter strings =
        plugins.newInternalConverter(
            true, JsonConverter.class.getName(), Map.of("schemas.enable", "false"));
    KafkaOffsetBackingStore offsets = new KafkaOffsetBackingStore(admin, () -> clients, strings);
    offsets.configure(config);
    Worker worker =
        new Worker(
            url.getHost() + ":" + url.getPort(), Time.SYSTEM, plugins, config, offsets, policy);
    Converter values = worker.getInternalValueConverter();
    KafkaStatusBackingStore status =
        new KafkaStatusBackingStore(Time.SYSTEM, values, admin, clients);
    status.configure(config);
    KafkaConfigBackingStore configs =
        new KafkaConfigBackingStore(values, config, worker.configTransformer(), admin, clients);
    return new WorkerHerder(
        new WorkerHerder.Parts(config, Time.SYSTEM, worker, status, configs, client, policy, admin),
        cluster,
        url.toString());
  }

  /** One for all topics of the worker's own. */
  private static SharedTopicAdmin admin(DistributedConfig config, String cluster, String clients) {
    Map<String, Object> settings = new HashMap<>(config.originals());
    ConnectUtils.addMetricsContextProperties(settings, config, cluster);
    settings.put("client.id", clients + "shared-admin");
    return new SharedTopicAdmin(settings);
  }
}
