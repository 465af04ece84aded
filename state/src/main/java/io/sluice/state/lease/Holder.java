package io.sluice.state.lease;

import org.jspecify.annotations.Nullable;

/**
 * The process that has a pipeline.
 *
 * @param pid its number on its machine
 * @param host name of its machine; null if it is this one
 */
public record Holder(long pid, @Nullable String host) {
  /** For messages: {@code process 4711}, or {@code process 4711 on host}. */
  @Override
  public String toString() {
    return "process " + pid + (host == null ? "" : " on " + host);
  }
}
