package io.sluice.server.console.page;

import io.sluice.project.draft.InstalledPlugin;
import io.sluice.server.console.make.Filled;
import java.util.List;
import java.util.Optional;

/**
 * From where to where a new pipeline is to go.
 *
 * @param namespaces in which the visitor may make one; empty if they may name any
 * @param refused why it cannot go on
 */
public record ChoosePage(
    Frame frame,
    Filled filled,
    List<InstalledPlugin> sources,
    List<InstalledPlugin> sinks,
    List<String> namespaces,
    Optional<Refused> refused,
    List<Copy> copies) {
  public ChoosePage {
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    namespaces = List.copyOf(namespaces);
    copies = List.copyOf(copies);
  }

  /** Of what is installed. */
  public static ChoosePage of(
      Frame frame,
      Filled filled,
      List<InstalledPlugin> sources,
      List<InstalledPlugin> sinks,
      List<String> namespaces,
      Optional<Refused> refused) {
    return new ChoosePage(
        frame,
        filled,
        sources,
        sinks,
        namespaces,
        refused,
        List.of(new Copy("Command", "sluice init")));
  }
}
