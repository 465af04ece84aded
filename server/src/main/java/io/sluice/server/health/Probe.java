package io.sluice.server.health;

import java.util.List;

/**
 * What a machine that asks for the server's health is told.
 *
 * @param checks what was looked at
 */
public record Probe(List<Check> checks) {
  public Probe {
    checks = List.copyOf(checks);
  }

  /**
   * @param name stable, for machines
   * @param sentence how it is; free of secrets
   */
  public record Check(String name, boolean passed, String sentence) {}

  /** Whether all is well. */
  public boolean passed() {
    return checks.stream().allMatch(Check::passed);
  }
}
