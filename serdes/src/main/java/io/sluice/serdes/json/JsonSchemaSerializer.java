package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.json.JsonSchemaFormat;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.exchange.WriterSchemas.Chosen;
import io.sluice.serdes.kafka.ClientRecord;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.Mark;
import io.sluice.serdes.record.WritingSide;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Objects as JSON with a JSON Schema in a registry, in the form of Confluent's serializer of that
 * name. The schema is that of a {@link JsonWithSchema}, or is made of the object's class; trees,
 * maps and lists have none of their own, and are written under the one that the settings name.
 *
 * <p>Safe for use by several threads once it is configured.
 *
 * @param <T> the class of objects
 */
public final class JsonSchemaSerializer<T> implements Serializer<T> {
  private static final ConfigDef OPTIONS = JsonOptions.serializer();
  private static final int TOPICS = 1000;

  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(
      SerdeSettings settings,
      RegistryClient client,
      ObjectMapper mapper,
      Shapes shapes,
      boolean validates,
      WritingSide<Object, Written> writing) {}

  /** How schemas are made of classes. */
  private record Shapes(boolean nullables, boolean additional, String draft) {}

  /** How objects of a class are written. */
  private record Written(Mark mark, @Nullable Validation validation) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    RegistryClient client = RegistryClients.connect(settings.client());
    ObjectMapper mapper = Json.objects();
    mapper.configure(SerializationFeature.INDENT_OUTPUT, config.getBoolean(JsonOptions.INDENT));
    mapper.configure(
        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, !config.getBoolean(JsonOptions.DATES));
    form =
        new Form(
            settings,
            client,
            mapper,
            new Shapes(
                config.getBoolean(JsonOptions.ONE_OF),
                !config.getBoolean(JsonOptions.FAIL_UNKNOWN),
                config.getString(JsonOptions.SPEC)),
            config.getBoolean(JsonOptions.FAIL_INVALID),
            new WritingSide<>(
                settings, client, new JsonSchemaFormat(SchemaLimits.defaults()), TOPICS));
  }

  @Override
  public byte @Nullable [] serialize(@Nullable String topic, @Nullable T object) {
    return serialize(topic, null, object);
  }

  /**
   * The object behind its schema's id.
   *
   * @throws SerializationException if it does not fit its schema, or the registry does not take
   *     that
   * @throws org.apache.kafka.common.errors.TimeoutException if the registry does not answer
   */
  @Override
  public byte @Nullable [] serialize(
      @Nullable String topic, @Nullable Headers headers, @Nullable T object) {
    if (object == null) {
      return null;
    }
    Form form = requireNonNull(this.form, "configure comes before any object");
    boolean isKey = form.settings().isKey();
    return new ClientRecord(topic, isKey)
        .attempt(
            () -> {
              Written written =
                  form.writing().find(topic, key(object), true, () -> written(form, topic, object));
              written.mark().into(headers, isKey);
              return bytes(form, written, object);
            });
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  /** What objects of the same schema have in common: the very text, or the class. */
  private static Object key(Object object) {
    return object instanceof JsonWithSchema own ? own.schema() : object.getClass();
  }

  private static Written written(Form form, @Nullable String topic, Object object) {
    String text = schema(form, object);
    SchemaText own = text == null ? null : SchemaText.of(SchemaType.JSON, text);
    Optional<String> name = text == null ? Optional.empty() : title(text);
    Chosen chosen = form.writing().choose(topic, own, name);
    Validation validation = null;
    if (form.validates()) {
      SchemaSource source = form.client().resolve(chosen.registered());
      validation = new Validation(source.text(), source.dependencies());
    }
    return new Written(form.writing().mark(chosen, null), validation);
  }

  private static @Nullable String schema(Form form, Object object) {
    if (object instanceof JsonWithSchema own) {
      return own.schema();
    }
    boolean isFormless =
        object instanceof JsonNode || object instanceof Map || object instanceof Collection;
    if (isFormless) {
      return null;
    }
    Shapes shapes = form.shapes();
    try {
      return new ClassSchemas(form.mapper(), shapes.nullables(), shapes.additional())
          .text(object.getClass(), shapes.draft());
    } catch (JacksonException e) {
      throw unwritable(e);
    }
  }

  private static Optional<String> title(String text) {
    try {
      String title = Json.MAPPER.readTree(text).path(JsonNames.TITLE).asText("");
      return title.isEmpty() ? Optional.empty() : Optional.of(title);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the schema of a JsonWithSchema is no JSON", e);
    }
  }

  private static byte[] bytes(Form form, Written written, Object object) {
    Object value = object instanceof JsonWithSchema own ? own.value() : object;
    try {
      if (written.validation() != null) {
        List<String> problems = written.validation().problems(form.mapper().valueToTree(value));
        if (!problems.isEmpty()) {
          throw new MisfitException("does not fit its JSON Schema at " + problems);
        }
      }
      byte[] before = written.mark().before();
      byte[] json = form.mapper().writeValueAsBytes(value);
      return ByteBuffer.allocate(before.length + json.length).put(before).put(json).array();
    } catch (JacksonException e) {
      throw unwritable(e);
    }
  }

  private static MisfitException unwritable(JacksonException e) {
    // Invariant 9: what Jackson says may quote the value.
    return new MisfitException(
        "expected an object that Jackson can write, found one that it cannot ("
            + e.getClass().getSimpleName()
            + ")");
  }
}
