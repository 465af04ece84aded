package io.sluice.serdes.config;

import io.sluice.serdes.subject.Strategies;
import io.sluice.serdes.subject.SubjectNameStrategy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/**
 * What all formats have in common, from settings of {@link SerdeOptions}.
 *
 * @param choice under which schema a record is written
 * @param headers whether the schema is named in a header, and not before the data
 */
public record SerdeSettings(
    ClientSettings client,
    boolean isKey,
    SchemaChoice choice,
    SubjectNameStrategy subjects,
    boolean headers) {

  /**
   * From settings that have at least those of {@link SerdeOptions}.
   *
   * @throws ConfigException if they make no sense; says which
   */
  public static SerdeSettings of(AbstractConfig config, boolean isKey) {
    return new SerdeSettings(
        ClientSettings.of(config),
        isKey,
        choice(config),
        strategy(config, isKey ? SerdeOptions.KEY_STRATEGY : SerdeOptions.VALUE_STRATEGY),
        inHeader(
            config, isKey ? SerdeOptions.KEY_ID_SERIALIZER : SerdeOptions.VALUE_ID_SERIALIZER));
  }

  private static SchemaChoice choice(AbstractConfig config) {
    boolean register = config.getBoolean(SerdeOptions.AUTO_REGISTER);
    boolean normalize = config.getBoolean(SerdeOptions.NORMALIZE);
    // The order is that of Confluent's serializers: what they register is never another schema.
    if (register) {
      return new SchemaChoice.Own(true, normalize);
    }
    int id = config.getInt(SerdeOptions.USE_ID);
    if (id >= 0) {
      return new SchemaChoice.ById(id, config.getBoolean(SerdeOptions.ID_STRICT));
    }
    boolean strict = config.getBoolean(SerdeOptions.LATEST_STRICT);
    Map<String, String> metadata = metadata(config);
    if (!metadata.isEmpty()) {
      return new SchemaChoice.Latest(metadata, strict);
    }
    return config.getBoolean(SerdeOptions.USE_LATEST)
        ? new SchemaChoice.Latest(Map.of(), strict)
        : new SchemaChoice.Own(false, normalize);
  }

  private static Map<String, String> metadata(AbstractConfig config) {
    String given = config.getString(SerdeOptions.USE_LATEST_WITH_METADATA);
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String pair : given.isBlank() ? new String[0] : given.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new ConfigException(
            SerdeOptions.USE_LATEST_WITH_METADATA,
            given,
            "expected name=value, with commas between several");
      }
      metadata.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
    }
    return metadata;
  }

  private static SubjectNameStrategy strategy(AbstractConfig config, String name) {
    try {
      return Strategies.named(config.getString(name));
    } catch (IllegalArgumentException e) {
      ConfigException refused = new ConfigException(name, config.getString(name), e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  private static boolean inHeader(AbstractConfig config, String name) {
    String given = config.getString(name);
    return switch (given.substring(given.lastIndexOf('.') + 1)) {
      case "PrefixSchemaIdSerializer" -> false;
      case "HeaderSchemaIdSerializer" -> true;
      default ->
          throw new ConfigException(
              name, given, "expected PrefixSchemaIdSerializer or HeaderSchemaIdSerializer");
    };
  }
}
