package io.sluice.engine.conversion;

import io.sluice.plugin.Isolated;
import io.sluice.plugin.LoaderScope;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the converters that connectors name, and lets go of them. */
final class Converters {
  private static final Logger log = LoggerFactory.getLogger(Converters.class);

  private Converters() {}

  /**
   * A converter, configured with what stands behind its key.
   *
   * @param key under which the connector names it: {@code value.converter}
   * @param config all settings of the connector
   * @param otherwise its class where the connector names none
   * @throws PluginException if it is not there or refuses its settings
   */
  static <T> Isolated<T> make(
      Class<T> type,
      PluginKind kind,
      String key,
      Map<String, String> config,
      String otherwise,
      Plugins plugins,
      Configuring<T> configuring) {
    Isolated<Object> made = plugins.create(plugins.find(kind, config.getOrDefault(key, otherwise)));
    Isolated<T> converter = made.with(type.cast(made.instance()));
    try (LoaderScope scope = converter.enter()) {
      configuring.configure(converter.instance(), behind(key + ".", config));
      return converter;
    } catch (RuntimeException refused) {
      throw new PluginException(key + " refuses its settings: " + refused.getMessage(), refused);
    }
  }

  /** How a converter is told its settings. */
  interface Configuring<T> {
    void configure(T converter, Map<String, String> settings);
  }

  private static Map<String, String> behind(String prefix, Map<String, String> config) {
    Map<String, String> settings = new HashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            settings.put(key.substring(prefix.length()), value);
          }
        });
    return settings;
  }

  static void close(Isolated<? extends Closeable> converter) {
    try (LoaderScope scope = converter.enter()) {
      converter.instance().close();
    } catch (IOException | RuntimeException failed) {
      log.warn("Converter {} failed while closing", converter.id().className(), failed);
    }
  }
}
