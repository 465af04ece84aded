package io.sluice.connector.postgres.event;

import io.debezium.spi.converter.ConvertedField;
import io.debezium.spi.converter.CustomConverter;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.ConverterSettings;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.value.RawValues;
import io.sluice.connector.postgres.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The user's converters, classes of Debezium's interface whose jars lie beside this plugin's. They
 * are asked once for each column of each form of a table; the first that registers itself converts
 * the column's values.
 */
public final class Converters {

  private final List<Named> converters;
  private final RawValues raw;

  /** A converter by the name that the settings give it. */
  private record Named(String name, CustomConverter<SchemaBuilder, ConvertedField> converter) {}

  /** What a converter registered. */
  private static final class Registration {
    private @Nullable SchemaBuilder schema;
    private CustomConverter.@Nullable Converter converter;
  }

  private Converters(List<Named> converters, RawValues raw) {
    this.converters = converters;
    this.raw = raw;
  }

  /**
   * @return null when there are none
   * @throws ConfigException when one cannot be made
   */
  static @Nullable Converters of(PostgresConfig config) {
    List<Named> converters = new ArrayList<>();
    for (ConverterSettings.Named each : ConverterSettings.of(config.originalsStrings())) {
      converters.add(new Named(each.name(), make(each)));
    }
    return converters.isEmpty()
        ? null
        : new Converters(converters, new RawValues(config.valueModes().unavailable()));
  }

  /** What is wrong with the settings of converters, by setting. */
  public static Map<String, String> refused(Map<String, String> settings) {
    Map<String, String> refused = new LinkedHashMap<>();
    for (ConverterSettings.Named each : ConverterSettings.of(settings)) {
      try {
        make(each);
      } catch (ConfigException e) {
        refused.put(each.name() + ".type", String.valueOf(e.getMessage()));
      }
    }
    return refused;
  }

  /**
   * How a column's values are converted, null when they are not. Asked under a lock, as converters
   * need not expect several threads there.
   *
   * @param isKey whether the column belongs to the key of the table or of its events
   * @throws ConnectException when a converter wants a column that cannot be given to it
   */
  synchronized @Nullable Converted of(
      TableId table, Column column, boolean isKey, Converted.Failing failing) {
    Values values = raw.of(column.type(), column.typmod()).orElse(null);
    ColumnField field = new ColumnField(table, column, values);
    for (Named each : converters) {
      Registration registered = new Registration();
      String place = table + "." + column.name();
      try {
        each.converter()
            .converterFor(
                field,
                (schema, converter) -> {
                  registered.schema = schema;
                  registered.converter = converter;
                });
      } catch (RuntimeException e) {
        throw new ConnectException(Converted.failure(place, each.name(), e), e);
      }
      if (registered.schema != null && registered.converter != null) {
        if (values == null || isKey) {
          throw new ConnectException(
              "Converter '"
                  + each.name()
                  + "' wants column "
                  + place
                  + (isKey
                      ? ", which belongs to the key. Keys are not converted"
                      : ", whose type "
                          + column.declared()
                          + " is not given to converters. Use a transform")
                  + ", or keep the converter from the column");
        }
        return new Converted(
            place, each.name(), registered.schema, registered.converter, values, failing);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // Debezium's interface, whose classes say no more of themselves
  private static CustomConverter<SchemaBuilder, ConvertedField> make(ConverterSettings.Named each) {
    String type = each.type();
    if (type == null) {
      throw new ConfigException(each.name() + ".type is missing: expected a converter's class");
    }
    try {
      Object made = load(type).getDeclaredConstructor().newInstance();
      if (!(made instanceof CustomConverter)) {
        throw new ConfigException(type + " is no " + CustomConverter.class.getName());
      }
      CustomConverter<SchemaBuilder, ConvertedField> converter =
          (CustomConverter<SchemaBuilder, ConvertedField>) made;
      Properties properties = new Properties();
      properties.putAll(each.properties());
      converter.configure(properties);
      return converter;
    } catch (ClassNotFoundException e) {
      throw because(type + " is not found: its jar must lie in the folder of this plugin", e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw because(type + " cannot be made: " + e.getClass().getSimpleName(), e);
    }
  }

  private static ConfigException because(String message, Throwable cause) {
    ConfigException e = new ConfigException(message);
    e.initCause(cause);
    return e;
  }

  private static Class<?> load(String type) throws ClassNotFoundException {
    try {
      return Class.forName(type, true, Converters.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Class.forName(type, true, Thread.currentThread().getContextClassLoader());
    }
  }
}
