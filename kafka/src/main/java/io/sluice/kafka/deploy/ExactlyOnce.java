package io.sluice.kafka.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a source connector demand exactly once (KIP-618) where it can and the cluster does it: it is
 * so by itself there, but one that demands it is refused, instead of being less, where a worker is
 * started otherwise or a newer connector cannot any more.
 */
public final class ExactlyOnce {
  private static final String SETTING = "exactly.once.support";

  private final ConnectCluster cluster;

  public ExactlyOnce(ConnectCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The connectors, each source with the demand where the cluster accepts it. What the pipeline
   * file says of it stands.
   *
   * @throws ConnectClusterException when the cluster does not judge it, for another reason than
   *     that it has no such plugin
   */
  public List<Connector> demanded(List<Connector> connectors) {
    return connectors.stream().map(this::demanded).toList();
  }

  private Connector demanded(Connector connector) {
    if (connector.isSink() || connector.config().containsKey(SETTING)) {
      return connector;
    }
    Map<String, String> demanding = new HashMap<>(connector.config());
    demanding.put(SETTING, "required");
    Optional<ConnectCluster.Verdict> verdict = verdict(demanding);
    boolean accepted =
        verdict.isPresent()
            && verdict.get().known().contains(SETTING)
            && !verdict.get().errors().containsKey(SETTING);
    return accepted ? connector.with(demanding) : connector;
  }

  /**
   * Empty when the cluster lacks the plugin, which is for {@link ClusterCheck} to say. Whatever
   * else keeps it from judging may pass, and a connector that was made meanwhile would be less than
   * exactly once without a word.
   */
  private Optional<ConnectCluster.Verdict> verdict(Map<String, String> config) {
    try {
      return Optional.of(cluster.validate(config));
    } catch (ConnectClusterException e) {
      if (e.lacksPlugin()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
