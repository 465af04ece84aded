package io.sluice.connector.postgres.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.DebeziumPropertiesTest;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class PropertiesDifferentialTest {

  private static final String SETTINGS = "io.debezium.connector.postgresql.PostgresConnectorConfig";

  @Test
  void the_list_of_debezium_s_properties_is_that_of_its_plugin() throws Exception {
    Map<String, String> defined = new TreeMap<>();
    for (Object field : fields()) {
      defined.put(name(field), text(ask(field, "defaultValueAsString")));
    }
    // Of every connector: how many tasks there are is Kafka Connect's to say.
    defined.remove("tasks.max");
    Map<String, ConfigKey> keys =
        withLoader(() -> DebeziumPlugin.newConnector().config().configKeys());
    keys.forEach((name, key) -> defined.put(name, text(key.defaultValue)));

    assertThat(DebeziumPropertiesTest.debezium()).isEqualTo(defined);
  }

  @Test
  void the_list_of_values_is_that_of_its_plugin() throws Exception {
    Map<String, Set<String>> values = new TreeMap<>();
    for (Object field : fields()) {
      Set<?> allowed = (Set<?>) ask(field, "allowedValues");
      if (allowed != null && !allowed.isEmpty()) {
        values.put(name(field), new TreeSet<>(allowed.stream().map(String::valueOf).toList()));
      }
    }

    assertThat(DebeziumPropertiesTest.values()).isEqualTo(values);
  }

  /** What its class of settings knows, of which it declares the most part to Connect. */
  private static List<Object> fields() throws Exception {
    return withLoader(
        () -> {
          List<Object> fields = new ArrayList<>();
          Class<?> settings = DebeziumPlugin.loader().loadClass(SETTINGS);
          for (Field constant : settings.getFields()) {
            if (constant.getType().getName().equals("io.debezium.config.Field")
                && Modifier.isStatic(constant.getModifiers())) {
              fields.add(constant.get(null));
            }
          }
          return fields;
        });
  }

  private static String name(Object field) throws Exception {
    return String.valueOf(ask(field, "name"));
  }

  private static @Nullable Object ask(Object field, String what) throws Exception {
    return withLoader(() -> field.getClass().getMethod(what).invoke(field));
  }

  private static <T> T withLoader(Callable<T> call) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(DebeziumPlugin.loader());
    try {
      return call.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value instanceof Class<?> type ? type.getName() : value.toString();
  }
}
