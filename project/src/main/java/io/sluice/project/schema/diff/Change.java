package io.sluice.project.schema.diff;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that the second schema says otherwise.
 *
 * @param path where, by names: {@code Order.customer.name}, {@code #/properties/id}
 * @param before what the first one says there; empty if nothing
 * @param after what the second one says there; empty if nothing
 */
public record Change(String path, Optional<String> before, Optional<String> after) {
  public Change {
    requireNonNull(path, "path is null");
    requireNonNull(before, "before is null");
    requireNonNull(after, "after is null");
  }

  /** {@code added}, {@code removed} or {@code changed}. */
  public String kind() {
    return before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
  }
}
