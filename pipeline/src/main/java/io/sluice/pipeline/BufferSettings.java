package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * How much may wait between the source and the sinks of one pipeline, all lanes together; a full
 * buffer slows the source (invariant 6).
 *
 * @param maxRecords in records
 * @param maxBytes in bytes, estimated from the records' values
 */
public record BufferSettings(int maxRecords, ByteSize maxBytes) {
  public static final BufferSettings DEFAULT = new BufferSettings(50_000, ByteSize.ofMegabytes(64));

  public BufferSettings {
    requireNonNull(maxBytes, "maxBytes is null");
  }
}
