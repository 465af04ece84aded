package io.sluice.server.console.page;

import io.sluice.server.view.PipelineView;

/** Where a pipeline comes from and goes to, in a line. */
final class Way {
  private Way() {}

  static String of(PipelineView pipeline) {
    String sinks = String.join(", ", pipeline.sinks());
    return pipeline.source() + " → " + (sinks.isEmpty() ? "?" : sinks);
  }
}
