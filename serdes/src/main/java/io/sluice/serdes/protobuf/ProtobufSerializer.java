package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.protobuf.ProtobufFormat;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SchemaChoice;
import io.sluice.serdes.config.SerdeOptions;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.exchange.WriterSchemas.Chosen;
import io.sluice.serdes.kafka.ClientRecord;
import io.sluice.serdes.record.Mark;
import io.sluice.serdes.record.WritingSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of Protobuf's own library, generated or dynamic, in the form of Confluent's serializer
 * of that name. What their files import is registered first.
 *
 * <p>Safe for use by several threads once it is configured.
 *
 * @param <T> the class of messages
 */
public final class ProtobufSerializer<T extends Message> implements Serializer<T> {
  private static final ConfigDef OPTIONS = ProtobufOptions.serializer();
  private static final int TOPICS = 1000;

  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(
      SerdeSettings settings,
      RegistryClient client,
      ImportedFiles imports,
      WritingSide<Descriptor, Mark> writing) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    RegistryClient client = RegistryClients.connect(settings.client());
    boolean registers = settings.choice() instanceof SchemaChoice.Own own && own.register();
    form =
        new Form(
            settings,
            client,
            new ImportedFiles(
                client,
                registers,
                config.getBoolean(SerdeOptions.NORMALIZE),
                config.getBoolean(ProtobufOptions.SKIP_KNOWN),
                config.getString(ProtobufOptions.REFERENCE_STRATEGY).contains("Qualified")),
            new WritingSide<>(
                settings, client, new ProtobufFormat(SchemaLimits.defaults()), TOPICS));
  }

  @Override
  public byte @Nullable [] serialize(@Nullable String topic, @Nullable T message) {
    return serialize(topic, null, message);
  }

  /**
   * The message behind its schema's id.
   *
   * @throws SerializationException if the registry does not take its schema
   * @throws org.apache.kafka.common.errors.TimeoutException if the registry does not answer
   */
  @Override
  public byte @Nullable [] serialize(
      @Nullable String topic, @Nullable Headers headers, @Nullable T message) {
    if (message == null) {
      return null;
    }
    Form form = requireNonNull(this.form, "configure comes before any message");
    boolean isKey = form.settings().isKey();
    return new ClientRecord(topic, isKey)
        .attempt(
            () -> {
              Descriptor type = message.getDescriptorForType();
              Mark mark = form.writing().find(topic, type, true, () -> mark(form, topic, type));
              mark.into(headers, isKey);
              return bytes(mark.before(), message);
            });
  }

  private static byte[] bytes(byte[] before, Message message) {
    int size = message.getSerializedSize();
    byte[] bytes = Arrays.copyOf(before, before.length + size);
    CodedOutputStream data = CodedOutputStream.newInstance(bytes, before.length, size);
    try {
      message.writeTo(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array has no trouble of that kind.
    }
    data.checkNoSpaceLeft();
    return bytes;
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  private static Mark mark(Form form, @Nullable String topic, Descriptor type) {
    SchemaText text = form.imports().text(type.getFile());
    Chosen chosen = form.writing().choose(topic, text, Optional.of(type.getFullName()));
    Descriptor message =
        chosen.own()
            ? type
            : Messages.like(Messages.file(form.client().resolve(chosen.registered())), type);
    return form.writing().mark(chosen, Messages.indexes(message));
  }
}
