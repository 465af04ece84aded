package io.sluice.converters;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the form of Connect's own JsonConverter, to the byte, so that each reads what the other
 * wrote. What it reads is what was written: NaN and infinities, which stand in the topic as the
 * texts {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}; minus zero; and a null where the
 * field has a default. What does not fit its schema is refused, where Connect's converter makes 0,
 * false or null of it.
 *
 * <p>With schemas, a header that is not in this form was written by somebody else, and is read as
 * Connect's SimpleHeaderConverter does it; without, all of them have to be JSON.
 *
 * <p>Safe for use by several threads once it is configured.
 */
public final class ExactJsonConverter implements Converter, HeaderConverter, Versioned {
  private @Nullable Form form;

  /** Of the record before, while nobody writes: one task writes one record after the other. */
  private final AtomicReference<@Nullable JsonBytes> spare = new AtomicReference<>();

  /** What follows from the settings. */
  private record Form(
      boolean withSchemas,
      ValueReader reader,
      WrittenSchemas written,
      ReadSchemas read,
      SimpleHeaderConverter headersOfOthers) {}

  @Override
  public void configure(Map<String, ?> given) {
    ExactJsonSettings settings = new ExactJsonSettings(given);
    ValueWriters writers = new ValueWriters(settings.decimals(), settings.defaultsForNull());
    ValueReader reader = new ValueReader(settings.defaultsForNull());
    SimpleHeaderConverter headers = new SimpleHeaderConverter();
    headers.configure(Map.of());
    form =
        new Form(
            settings.withSchemas(),
            reader,
            new WrittenSchemas(settings.withSchemas(), writers, settings.cacheSize()),
            new ReadSchemas(new SchemaReader(reader), settings.cacheSize()),
            headers);
  }

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    Map<String, Object> all = new HashMap<>(given);
    all.put(
        ConverterConfig.TYPE_CONFIG, (isKey ? ConverterType.KEY : ConverterType.VALUE).getName());
    configure(all);
  }

  @Override
  public byte @Nullable [] fromConnectData(
      @Nullable String topic, @Nullable Schema schema, @Nullable Object value) {
    if (schema == null && value == null) {
      return null; // A tombstone is one to everybody.
    }
    Form form = form();
    WrittenSchemas.Known known = form.written().find(topic, schema);
    JsonBytes kept = spare.getAndSet(null);
    JsonBytes json = kept == null ? new JsonBytes() : kept;
    try {
      json.begin(known.before());
      known.values().write(value, json);
      if (form.withSchemas()) {
        json.raw('}');
      }
      return json.copied();
    } catch (MisfitException e) {
      throw e.told();
    } finally {
      if (json.isHandy()) {
        spare.set(json);
      }
    }
  }

  @Override
  public SchemaAndValue toConnectData(@Nullable String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return SchemaAndValue.NULL;
    }
    Form form = form();
    try {
      if (!form.withSchemas()) {
        return new SchemaAndValue(null, form.reader().read(null, bytes, new Span(0, bytes.length)));
      }
      ReadSchemas.Found found = form.read().find(topic, bytes);
      return new SchemaAndValue(
          found.schema(), form.reader().read(found.schema(), bytes, found.value()));
    } catch (JacksonException e) {
      // Invariant 9: what Jackson says quotes the text.
      throw new DataException(
          "Expected JSON, found something else from byte " + e.getLocation().getByteOffset());
    } catch (IOException e) {
      throw new DataException("A value cannot be read as JSON", e);
    }
  }

  @Override
  public byte @Nullable [] fromConnectHeader(
      String topic, String name, @Nullable Schema schema, @Nullable Object value) {
    return fromConnectData(topic, schema, value);
  }

  @Override
  public SchemaAndValue toConnectHeader(String topic, String name, byte @Nullable [] bytes) {
    if (bytes == null || !form().withSchemas() || Envelope.isOne(bytes)) {
      return toConnectData(topic, bytes);
    }
    return form().headersOfOthers().toConnectHeader(topic, name, bytes);
  }

  @Override
  public ConfigDef config() {
    return ExactJsonSettings.DEFINITION;
  }

  @Override
  public String version() {
    String version = ExactJsonConverter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {}

  private Form form() {
    return requireNonNull(form, "configure comes before any conversion");
  }
}
