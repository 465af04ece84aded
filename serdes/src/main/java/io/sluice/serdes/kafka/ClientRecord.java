package io.sluice.serdes.kafka;

import io.sluice.serdes.record.Place;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Which record of a producer or consumer it is that something is wrong with. */
public final class ClientRecord {
  private final Place place;

  private ClientRecord(Place place) {
    this.place = place;
  }

  /**
   * A record of which the schema is not known yet.
   *
   * @param topic null if it is not known
   */
  public ClientRecord(@Nullable String topic, boolean isKey) {
    this(new Place(topic, isKey, null));
  }

  /** The same, once the schema is known: which it is, as {@code "id 7"}. */
  public ClientRecord with(Object schema) {
    return new ClientRecord(new Place(place.topic(), place.isKey(), schema));
  }

  /** As {@code "topic shop.orders, value, schema id 7"}. */
  @Override
  public String toString() {
    return place.toString();
  }

  /**
   * Does something with the record.
   *
   * @throws TimeoutException if the registry does not answer: it may be done again
   * @throws SerializationException if the record, its schema or the registry does not allow it
   */
  public <T> T attempt(Supplier<T> action) {
    return place.attempt(action, TimeoutException::new, SerializationException::new);
  }

  /** What is thrown where the data is not what its schema says. */
  public SerializationException refused(String problem, Throwable cause) {
    // Invariant 9: what libraries say of a value may have it in it; that is in the cause alone.
    return new SerializationException(place + ": " + problem, cause);
  }
}
