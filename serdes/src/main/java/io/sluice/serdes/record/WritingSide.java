package io.sluice.serdes.record;

import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.serdes.client.RegisteredSchema;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryRefusalException;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SchemaChoice;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.exchange.WriterSchemas;
import io.sluice.serdes.exchange.WriterSchemas.Chosen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each record the schema to write it under, and keeps what is made for it. Thread-safe.
 *
 * @param <K> what a record's schema is recognised by
 * @param <V> what writes the records of a schema
 */
public final class WritingSide<K, V> {
  private final SerdeSettings settings;
  private final RegistryClient client;
  private final SchemaFormat format;
  private final Recall<K, V> recall;

  /**
   * @param size of how many topics schemas are remembered
   */
  public WritingSide(SerdeSettings settings, RegistryClient client, SchemaFormat format, int size) {
    this.settings = settings;
    this.client = client;
    this.format = format;
    recall = new Recall<>(size, lifetime(settings), System::nanoTime);
  }

  /** Which version is the newest changes; whatever else is chosen does not. */
  private static Optional<Duration> lifetime(SerdeSettings settings) {
    return settings.choice() instanceof SchemaChoice.Latest
        ? settings.client().memory().latestTtl()
        : Optional.empty();
  }

  /** What a record is written under: how it says so, and whether it is its own. */
  public record Under(Mark mark, Chosen chosen) {}

  /**
   * What writes records of a schema; made once for each, as long as there is room, and under a
   * newest version no longer than that is remembered.
   */
  public V find(@Nullable String topic, K key, boolean keep, Supplier<V> maker) {
    return recall.find(topic, key, keep, maker);
  }

  /**
   * Asks the registry what a record is written under.
   *
   * @param own the record's own schema; null if it has none, which does where it is written under
   *     another one
   * @param recordName as its schema has it
   */
  public Chosen choose(
      @Nullable String topic, @Nullable SchemaText own, Optional<String> recordName) {
    return within(subject(topic, recordName), own);
  }

  /**
   * How a record says what it is written under.
   *
   * @param indexes which message of a Protobuf schema; null in other formats
   */
  public Mark mark(Chosen chosen, @Nullable List<Integer> indexes) {
    return Mark.of(chosen.registered(), indexes, settings.headers());
  }

  /** Both at once, where the message is the same whatever is chosen. */
  public Under ask(
      @Nullable String topic,
      @Nullable SchemaText own,
      Optional<String> recordName,
      @Nullable List<Integer> indexes) {
    Chosen chosen = choose(topic, own, recordName);
    return new Under(mark(chosen, indexes), chosen);
  }

  /**
   * What a record's own schema follows, for formats in which it has more to keep than names: all
   * versions of its subject where it is to be one, else the one that it is written under. The
   * newest first, soft-deleted ones last; each is asked for when the stream comes to it.
   */
  public Stream<SchemaSource> earlier(String subject) {
    SchemaChoice choice = settings.choice();
    if (choice instanceof SchemaChoice.Own) {
      return client.versions(subject, true).stream().flatMap(version -> stored(subject, version));
    }
    RegisteredSchema under = new WriterSchemas(client, choice, format).other(subject);
    return Stream.of(client.resolve(under));
  }

  /** A version; nothing where it was deleted for ever meanwhile. */
  private Stream<SchemaSource> stored(String subject, int version) {
    try {
      return Stream.of(client.resolve(client.version(subject, version)));
    } catch (RegistryRefusalException e) {
      if (e.isNotFound()) {
        return Stream.of();
      }
      throw e;
    }
  }

  /** Whether a record is written under its own schema. */
  public boolean isOwn() {
    return settings.choice() instanceof SchemaChoice.Own;
  }

  /** The subject of a record. */
  public String subject(@Nullable String topic, Optional<String> recordName) {
    return settings.subjects().subject(topic, settings.isKey(), recordName);
  }

  private Chosen within(String subject, @Nullable SchemaText own) {
    if (own != null) {
      return new WriterSchemas(client, settings.choice(), format).choose(subject, own);
    }
    SchemaChoice choice = settings.choice();
    if (choice instanceof SchemaChoice.ById byId) {
      choice = new SchemaChoice.ById(byId.id(), false);
    } else if (choice instanceof SchemaChoice.Latest latest) {
      choice = new SchemaChoice.Latest(latest.metadata(), false);
    } else {
      throw new IllegalArgumentException(
          "the record has no schema to register; give it one, or set auto.register.schemas=false"
              + " and use.latest.version=true or use.schema.id");
    }
    return new WriterSchemas(client, choice, format)
        .choose(subject, SchemaText.of(format.type(), ""));
  }
}
