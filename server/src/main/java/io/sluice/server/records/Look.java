package io.sluice.server.records;

import io.sluice.engine.tap.Watch;

/**
 * A look into a stream that is under way.
 *
 * @param id by which whoever began it finds it again
 * @param key that is followed; empty for all. A row's value: for whoever typed it and nobody else
 */
public record Look(String id, String key, Stream stream, Watch watch) {
  /** Without the key. */
  @Override
  public String toString() {
    return "Look[" + id + "]";
  }
}
