package io.sluice.engine.source;

import org.apache.kafka.connect.errors.DataException;

/** A record that goes nowhere, because it has no topic. */
final class NoTopicException extends DataException {
  private static final long serialVersionUID = 1L;

  NoTopicException() {
    super("A record has no topic. A transform took it away, or the source gave none");
  }
}
