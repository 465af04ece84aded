package io.sluice.server.operate;

import java.util.List;

/**
 * What a reset does.
 *
 * @param before positions by partition as JSON, one line each
 * @param after the same behind it
 * @param warnings what follows from it for the sinks: rows again, rows missing
 */
public record OffsetReset(List<String> before, List<String> after, List<String> warnings) {
  public OffsetReset {
    before = List.copyOf(before);
    after = List.copyOf(after);
    warnings = List.copyOf(warnings);
  }
}
