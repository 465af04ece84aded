package io.sluice.kafka.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings data that an older Kafka wrote up to what this one has: without that, new features stay
 * off for ever. There is no way back: an older Kafka refuses the folder afterwards.
 */
final class Features {
  private static final Logger LOG = LoggerFactory.getLogger(Features.class);
  private static final int SECONDS = 30;

  private Features() {}

  /** Which levels are behind: name to the level that this Kafka has. */
  static Map<String, Short> behind(Map<String, Short> finalized) {
    Map<String, Short> behind = new HashMap<>();
    short newest = MetadataVersion.LATEST_PRODUCTION.featureLevel();
    short has = finalized.getOrDefault(MetadataVersion.FEATURE_NAME, newest);
    if (has < newest) {
      behind.put(MetadataVersion.FEATURE_NAME, newest);
    }
    for (Feature feature : Feature.PRODUCTION_FEATURES) {
      if (feature == Feature.KRAFT_VERSION) {
        continue; // Says how controllers find each other, of which there is one.
      }
      short level = feature.defaultLevel(MetadataVersion.LATEST_PRODUCTION);
      if (level > finalized.getOrDefault(feature.featureName(), (short) 0)) {
        behind.put(feature.featureName(), level);
      }
    }
    return behind;
  }

  /** Raises these levels, all or none. */
  static void raise(String bootstrapServers, Map<String, Short> levels) {
    Map<String, FeatureUpdate> updates = new HashMap<>();
    levels.forEach(
        (name, level) ->
            updates.put(name, new FeatureUpdate(level, FeatureUpdate.UpgradeType.UPGRADE)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .updateFeatures(updates, new UpdateFeaturesOptions())
          .all()
          .get(SECONDS, TimeUnit.SECONDS);
      LOG.info("Kafka's data was of an older version and is now of this one: {}", levels);
    } catch (ExecutionException | TimeoutException e) {
      throw new BrokerException(
          "Kafka's data is of an older version and cannot be brought to this one " + levels, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("Interrupted while Kafka's data was brought to this version", e);
    }
  }
}
