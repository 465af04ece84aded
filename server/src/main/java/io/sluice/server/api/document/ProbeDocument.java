package io.sluice.server.api.document;

import io.sluice.server.health.Probe;
import java.util.List;

/** A probe. */
@Meaning("Whether the server is alive, or ready")
public record ProbeDocument(boolean passed, List<Check> checks) {

  /** One thing that was looked at. */
  @Meaning("One thing that was looked at")
  public record Check(String name, boolean passed, @Meaning("What was found") String sentence) {}

  public static ProbeDocument of(Probe probe) {
    return new ProbeDocument(
        probe.passed(),
        probe.checks().stream()
            .map(check -> new Check(check.name(), check.passed(), check.sentence()))
            .toList());
  }
}
