package io.sluice.serdes.record;

import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Which record of Connect's it is that something is wrong with.
 *
 * @param topic null if it is not known
 * @param schema as {@link Place} has it
 */
public record RecordPlace(@Nullable String topic, boolean isKey, @Nullable Object schema) {
  /** The same, once the schema is known. */
  public RecordPlace with(Object schema) {
    return new RecordPlace(topic, isKey, schema);
  }

  /** As {@code "topic shop.orders, value, schema id 7"}. */
  @Override
  public String toString() {
    return place().toString();
  }

  /**
   * Does something with the record.
   *
   * @throws RetriableException if the registry does not answer: it may be done again
   * @throws DataException if the record, its schema or the registry does not allow it
   */
  public <T> T attempt(Supplier<T> action) {
    try {
      return place().attempt(action, RetriableException::new, DataException::new);
    } catch (ConnectException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("topic ") ? e : located(e);
    }
  }

  private Place place() {
    return new Place(topic, isKey, schema);
  }

  private ConnectException located(ConnectException e) {
    String told = this + ": " + e.getMessage();
    return e instanceof RetriableException
        ? new RetriableException(told, e)
        : new DataException(told, e);
  }
}
