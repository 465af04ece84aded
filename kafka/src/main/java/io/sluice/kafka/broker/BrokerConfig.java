package io.sluice.kafka.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** From {@link BrokerSettings} to Kafka's own. */
final class BrokerConfig {
  static final int NODE = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String HOST = "127.0.0.1";

  private BrokerConfig() {}

  /** Where Kafka keeps its logs below the folder. */
  static Path data(BrokerSettings settings) {
    return settings.folder().resolve("data");
  }

  /**
   * One node that is broker and controller. What a cluster spreads over nodes is here on one, so
   * internal topics have one partition and one replica.
   */
  static Map<String, String> of(BrokerSettings settings, int port, int controller) {
    Map<String, String> kafka = new HashMap<>();
    kafka.put("process.roles", "broker,controller");
    kafka.put("node.id", Integer.toString(NODE));
    kafka.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controller);
    kafka.put("controller.listener.names", CONTROLLER);
    kafka.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + "," + CONTROLLER + "://" + HOST + ":" + controller);
    kafka.put("log.dirs", data(settings).toString());
    kafka.put("num.partitions", "1");
    kafka.put("offsets.topic.num.partitions", "1");
    kafka.put("offsets.topic.replication.factor", "1");
    kafka.put("transaction.state.log.num.partitions", "1");
    kafka.put("transaction.state.log.replication.factor", "1");
    kafka.put("transaction.state.log.min.isr", "1");
    kafka.put("share.coordinator.state.topic.num.partitions", "1");
    kafka.put("share.coordinator.state.topic.replication.factor", "1");
    kafka.put("share.coordinator.state.topic.min.isr", "1");
    // Nobody else is coming: a group of one need not wait for others.
    kafka.put("group.initial.rebalance.delay.ms", "0");
    // 128 MB by default, of which one machine's internal topics need little.
    kafka.put("log.cleaner.dedupe.buffer.size", "8388608");
    // 5 MB each by default, at once and in one piece, to read what is a few KB here.
    kafka.put("offsets.load.buffer.size", "524288");
    kafka.put("transaction.state.log.load.buffer.size", "524288");
    // Behind a kill the controller waits so long for the broker that it remembers: for itself.
    kafka.put("broker.session.timeout.ms", "3000");
    kafka.put("broker.heartbeat.interval.ms", "500");
    // Consumers need nothing for it: a first batch is given to them whole, however large.
    int largest = LargestRecord.bytes();
    kafka.put("message.max.bytes", Integer.toString(largest));
    kafka.put("socket.request.max.bytes", Integer.toString(Math.max(100 << 20, 2 * largest)));
    kafka.put("num.network.threads", "2");
    kafka.put("num.io.threads", "4");
    kafka.put("background.threads", "2");
    // What a killed producer left open hides everything behind it until it is aborted.
    kafka.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // Kafka's own choice is a week for both. A sink that was stopped for longer would miss records
    // without a word, or, its offsets forgotten, begin again with the oldest.
    kafka.put("log.retention.ms", "-1");
    kafka.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    return kafka;
  }
}
