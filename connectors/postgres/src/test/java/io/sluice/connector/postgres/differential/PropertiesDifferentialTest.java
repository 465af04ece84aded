package io.sluice.connector.postgres.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.DebeziumPropertiesTest;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class PropertiesDifferentialTest {

  @Test
  void the_list_of_debezium_s_properties_is_that_of_its_plugin() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(DebeziumPlugin.loader());
    Map<String, String> defined = new TreeMap<>();
    try {
      Map<String, ConfigKey> keys = DebeziumPlugin.newConnector().config().configKeys();
      keys.forEach((name, key) -> defined.put(name, text(key.defaultValue)));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }

    assertThat(DebeziumPropertiesTest.debezium()).isEqualTo(defined);
  }

  private static String text(Object value) {
    return value == null ? "" : value instanceof Class<?> type ? type.getName() : value.toString();
  }
}
