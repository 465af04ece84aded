package io.sluice.serdes.record;

import io.sluice.schema.SchemaSource;
import io.sluice.serdes.client.FoundSchema;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.exchange.ReaderSchemas;
import io.sluice.serdes.wire.Frame;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each record the schema that it was written with, and keeps what is made of it.
 * Thread-safe.
 *
 * @param <V> what reads the records of a schema
 */
public final class ReadingSide<V> {
  private final SerdeSettings settings;
  private final RegistryClient client;
  private final ReaderSchemas schemas;
  private final BiFunction<SchemaSource, List<Integer>, V> maker;
  private final Cache<Key, V> known;
  private volatile @Nullable Last<V> last;

  private record Key(@Nullable String topic, Object schema, List<Integer> indexes) {}

  private record Last<V>(Key key, V made) {}

  /**
   * @param maker makes what reads records of a schema, of which the indexes say the message
   * @param size how many schemas are remembered
   */
  public ReadingSide(
      SerdeSettings settings,
      RegistryClient client,
      int size,
      BiFunction<SchemaSource, List<Integer>, V> maker) {
    this.settings = settings;
    this.client = client;
    this.maker = maker;
    schemas = new ReaderSchemas(client);
    known = new SynchronizedCache<>(new LRUCache<>(size));
  }

  /** What reads a record that says this of itself. */
  public V find(@Nullable String topic, Frame frame) {
    Key key = new Key(topic, frame.schema(), frame.indexes());
    Last<V> before = last;
    if (before != null && before.key().equals(key)) {
      return before.made();
    }
    V made = known.get(key);
    if (made == null) {
      FoundSchema found = schemas.find(frame.schema(), subject(topic));
      SchemaSource source = client.resolve(found.subject(), found.schema());
      made = maker.apply(source, frame.indexes());
      known.put(key, made);
    }
    last = new Last<>(key, made);
    return made;
  }

  /** Where the schema should be; empty where a record's name is needed to know that. */
  private String subject(@Nullable String topic) {
    try {
      return settings.subjects().subject(topic, settings.isKey(), Optional.empty());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
