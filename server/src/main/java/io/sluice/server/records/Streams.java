package io.sluice.server.records;

import java.util.Optional;

/** The streams of all pipelines. Thread-safe. */
@FunctionalInterface
public interface Streams {
  /** That of the version which runs, or would be started; empty if there is none. */
  Optional<Stream> of(String pipeline);
}
