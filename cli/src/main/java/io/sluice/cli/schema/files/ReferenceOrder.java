package io.sluice.cli.schema.files;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files in an order in which each comes after those that it needs. */
final class ReferenceOrder {
  private final Map<String, SchemaFile> bySubject = new LinkedHashMap<>();
  private final Map<String, SchemaFile> ordered = new LinkedHashMap<>();

  private ReferenceOrder() {}

  /**
   * Orders; otherwise as given.
   *
   * @throws CommandFailure if some need each other
   */
  static List<SchemaFile> of(List<SchemaFile> files) {
    ReferenceOrder order = new ReferenceOrder();
    files.forEach(file -> order.bySubject.put(file.subject(), file));
    files.forEach(file -> order.add(file, new LinkedHashSet<>()));
    return new ArrayList<>(order.ordered.values());
  }

  private void add(SchemaFile file, Set<String> way) {
    if (ordered.containsKey(file.subject())) {
      return;
    }
    if (!way.add(file.name())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The files refer to each other in a circle: "
              + String.join(" needs ", way)
              + " needs "
              + file.name(),
          "No registry takes such schemas. Put what they share into a file of its own.");
    }
    for (FileReference reference : file.references()) {
      SchemaFile needed = bySubject.get(reference.subject());
      if (needed != null && reference.version().isEmpty()) {
        add(needed, way);
      }
    }
    way.remove(file.name());
    ordered.put(file.subject(), file);
  }
}
