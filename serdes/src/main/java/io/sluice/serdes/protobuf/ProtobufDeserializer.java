package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.sluice.schema.SchemaSource;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.kafka.ClientRecord;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.ReadingSide;
import io.sluice.serdes.wire.Frame;
import io.sluice.serdes.wire.Framing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that {@link ProtobufSerializer} or Confluent's wrote: of the class that is set ({@code
 * specific.protobuf.value.type}), of the class that their schema names ({@code derive.type}), or
 * dynamic ones.
 *
 * <p>Safe for use by several threads once it is configured.
 *
 * @param <T> the class of messages
 */
public final class ProtobufDeserializer<T extends Message> implements Deserializer<T> {
  private static final ConfigDef OPTIONS = ProtobufOptions.deserializer();
  private static final int SCHEMAS = 1000;

  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(
      SerdeSettings settings,
      RegistryClient client,
      ReadingSide<Parser<? extends Message>> reading) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    RegistryClient client = RegistryClients.connect(settings.client());
    String option = isKey ? ProtobufOptions.KEY_TYPE : ProtobufOptions.VALUE_TYPE;
    Class<?> type = config.getClass(option);
    boolean derives = config.getBoolean(ProtobufOptions.DERIVE);
    Parser<? extends Message> own;
    try {
      own = type == Object.class ? null : Generated.parser(type);
    } catch (IllegalArgumentException e) {
      ConfigException refused = new ConfigException(option, type, e.getMessage());
      refused.initCause(e);
      throw refused;
    }
    form =
        new Form(
            settings,
            client,
            new ReadingSide<>(
                settings,
                client,
                SCHEMAS,
                (source, indexes) -> own != null ? own : parser(source, indexes, derives)));
  }

  private static Parser<? extends Message> parser(
      SchemaSource source, List<Integer> indexes, boolean derives) {
    Descriptor message = Messages.at(Messages.file(source), indexes);
    return derives
        ? Generated.parser(Generated.named(message))
        : DynamicMessage.newBuilder(message).buildPartial().getParserForType();
  }

  @Override
  public @Nullable T deserialize(@Nullable String topic, byte @Nullable [] bytes) {
    return deserialize(topic, null, bytes);
  }

  /**
   * The message.
   *
   * @throws SerializationException if the bytes are none, or the registry does not have their
   *     schema
   * @throws org.apache.kafka.common.errors.TimeoutException if the registry does not answer
   */
  @Override
  @SuppressWarnings("unchecked") // The class is that of the settings.
  public @Nullable T deserialize(
      @Nullable String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Form form = requireNonNull(this.form, "configure comes before any message");
    boolean isKey = form.settings().isKey();
    ClientRecord place = new ClientRecord(topic, isKey);
    Frame frame = place.attempt(() -> Framing.read(bytes, headers, isKey, true));
    return (T)
        place
            .with(frame.schema())
            .attempt(() -> message(form.reading().find(topic, frame), bytes, frame.from()));
  }

  private static Message message(Parser<? extends Message> parser, byte[] bytes, int from) {
    try {
      return parser.parseFrom(bytes, from, bytes.length - from);
    } catch (InvalidProtocolBufferException e) {
      // What Protobuf's library says is of the form alone.
      throw new MisfitException("expected a message of Protobuf: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }
}
