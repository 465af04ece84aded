package io.sluice.serdes.record;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.serdes.client.RegistryRefusalException;
import io.sluice.serdes.client.RegistryUnavailableException;
import io.sluice.serdes.exchange.IncompatibleSchemaException;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.wire.MisframedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which record it is that something is wrong with, for who has to mend it; without Connect, which
 * producers and consumers need not have.
 *
 * @param topic null if it is not known
 * @param schema which one it was written with or is to be written under, of which the text is as
 *     {@code "id 7"}: made only where it is told; null if that is not known yet
 */
public record Place(@Nullable String topic, boolean isKey, @Nullable Object schema) {
  /** As {@code "topic shop.orders, value, schema id 7"}. */
  @Override
  public String toString() {
    return "topic "
        + (topic == null ? "unknown" : topic)
        + (isKey ? ", key" : ", value")
        + (schema == null ? "" : ", schema " + schema);
  }

  /** Makes what is thrown to those who asked. */
  @FunctionalInterface
  public interface Telling {
    /** Of what is wrong with which record, and what it came from. */
    RuntimeException of(String message, @Nullable Throwable cause);
  }

  /**
   * Does something with the record.
   *
   * @param later what is thrown if the registry does not answer: it may be done again
   * @param refused what is thrown if the record, its schema or the registry does not allow it
   */
  public <T> T attempt(Supplier<T> action, Telling later, Telling refused) {
    try {
      return action.get();
    } catch (MisfitException e) {
      throw refused.of(this + ": " + e.told(), e.getCause());
    } catch (RegistryUnavailableException e) {
      throw later.of(this + ": " + e.getMessage(), e);
    } catch (RegistryRefusalException
        | IncompatibleSchemaException
        | MisframedException
        | InvalidSchemaException
        | IllegalArgumentException e) {
      throw refused.of(this + ": " + e.getMessage(), e);
    }
  }
}
