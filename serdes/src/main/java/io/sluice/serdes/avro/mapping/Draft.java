package io.sluice.serdes.avro.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema that is being described. What is said later counts, which Connect's own builder refuses.
 */
final class Draft {
  private static final Logger LOG = LoggerFactory.getLogger(Draft.class);

  private final SchemaBuilder builder;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private @Nullable String name;
  private @Nullable Integer version;
  private @Nullable Object standard;

  Draft(SchemaBuilder builder) {
    this.builder = builder;
  }

  SchemaBuilder builder() {
    return builder;
  }

  Draft name(@Nullable String given) {
    name = given == null ? name : given;
    return this;
  }

  Draft version(int given) {
    version = given;
    return this;
  }

  void parameter(String key, String value) {
    parameters.put(key, value);
  }

  /** The default, as it stands in the schema; null if there is none. */
  void standard(@Nullable Object json) {
    standard = json;
  }

  Schema build() {
    if (name != null) {
      builder.name(name);
    }
    if (version != null) {
      builder.version(version);
    }
    parameters.forEach(builder::parameter);
    try {
      Object value = ReadDefaults.value(builder, standard);
      if (value != null) {
        builder.defaultValue(value);
      }
    } catch (RuntimeException e) {
      // Readers of Avro look at a default when they need it, and not before.
      LOG.warn("The default of a {} ({}) is left out: {}", builder.type(), name, said(e));
    }
    return builder.build();
  }

  private static String said(RuntimeException e) {
    // Invariant 9: what Connect says of a value may have it in it.
    return e instanceof DataException ? "it is no value of that type" : e.getClass().getName();
  }
}
