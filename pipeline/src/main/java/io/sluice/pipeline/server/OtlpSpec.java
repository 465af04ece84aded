package io.sluice.pipeline.server;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.UnresolvedConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * A collector that takes OpenTelemetry's protocol, and what is sent to it.
 *
 * @param collector {@code endpoint}, and {@code headers.NAME} for each header of a request; secrets
 *     unresolved
 * @param protocol as OpenTelemetry calls it; empty for {@code http/protobuf}
 * @param timeout of one request; empty for the usual one
 * @param compression {@code gzip} or {@code none}; empty for the latter
 * @param sample the share of batches that are followed; empty for the usual one
 */
public record OtlpSpec(
    UnresolvedConfig collector,
    Optional<String> protocol,
    Optional<Duration> timeout,
    Optional<String> compression,
    Optional<Ratio> sample) {
  /** Before the name of a header in {@link #collector}. */
  public static final String HEADERS = "headers.";

  /** Where it is, in {@link #collector}. */
  public static final String ENDPOINT = "endpoint";

  public OtlpSpec {
    requireNonNull(collector, "collector is null");
    requireNonNull(protocol, "protocol is null");
    requireNonNull(timeout, "timeout is null");
    requireNonNull(compression, "compression is null");
    requireNonNull(sample, "sample is null");
  }
}
