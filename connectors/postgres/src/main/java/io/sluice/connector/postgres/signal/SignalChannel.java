package io.sluice.connector.postgres.signal;

import java.io.IOException;
import java.util.List;

/**
 * Where signals come in. Polled by one thread, which also closes it. What keeps its signals keeps
 * them until {@link #forget}, so that those that were taken just before the process died come
 * again.
 */
interface SignalChannel extends AutoCloseable {

  /** Those that came in since the last call; those that cannot be read are logged and left out. */
  List<Signal> poll() throws IOException;

  /** What all signals so far asked for is durable: they need not come again after a restart. */
  default void forget() throws IOException {}

  @Override
  default void close() {}
}
