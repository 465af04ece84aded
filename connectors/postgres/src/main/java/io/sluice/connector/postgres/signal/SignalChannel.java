package io.sluice.connector.postgres.signal;

import java.io.IOException;
import java.util.List;

/** Where signals come in. Polled by one thread, which also closes it. */
interface SignalChannel extends AutoCloseable {

  /** Those that came in since the last call; those that cannot be read are logged and left out. */
  List<Signal> poll() throws IOException;

  @Override
  default void close() {}
}
