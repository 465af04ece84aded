package io.sluice.plugin;

import io.sluice.pipeline.secret.SecretNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;

/** What a connector recommends for its settings, once it knows the others. */
final class Recommendations {
  private static final int MOST = 1_000;

  private Recommendations() {}

  /**
   * By setting; none where the connector does not answer, since that is told by the check of its
   * settings.
   */
  static Map<String, List<String>> of(
      Isolated<? extends Connector> connector, Map<String, String> resolved, Duration deadline) {
    Map<String, String> settings = new HashMap<>(resolved);
    settings.put("connector.class", connector.id().className());
    settings.putIfAbsent("name", "pipeline");
    if (connector.id().kind() == PluginKind.SINK) {
      SinkTopics.addedTo(resolved).forEach(settings::putIfAbsent);
    }
    try {
      return PluginCall.ask(
          connector,
          "what it recommends",
          deadline,
          () -> values(connector.instance().validate(settings).configValues()));
    } catch (PluginException e) {
      return Map.of();
    }
  }

  private static Map<String, List<String>> values(List<ConfigValue> all) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (ConfigValue value : all) {
      List<String> recommended = new ArrayList<>();
      value.recommendedValues().stream().limit(MOST).map(String::valueOf).forEach(recommended::add);
      if (!recommended.isEmpty() && !SecretNames.isSecret(value.name())) {
        values.put(value.name(), recommended);
      }
    }
    return values;
  }
}
