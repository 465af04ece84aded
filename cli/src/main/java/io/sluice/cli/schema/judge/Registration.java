package io.sluice.cli.schema.judge;

import io.sluice.cli.schema.files.FileReference;
import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.NewEntry;
import io.sluice.project.schema.catalog.RefusedException;
import io.sluice.schema.SchemaReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers files that were found good. For one thread. */
public final class Registration {
  private final Catalog catalog;
  private final boolean normalize;
  private final Map<String, Integer> versions = new HashMap<>();

  public Registration(Catalog catalog, boolean normalize) {
    this.catalog = catalog;
    this.normalize = normalize;
  }

  /**
   * Registers.
   *
   * @param files each after those that it needs
   */
  public List<Registered> of(List<SchemaFile> files) {
    List<Registered> registered = new ArrayList<>();
    for (SchemaFile file : files) {
      registered.add(register(file));
    }
    return registered;
  }

  private Registered register(SchemaFile file) {
    List<SchemaReference> references =
        file.references().stream()
            .map(
                reference ->
                    new SchemaReference(reference.name(), reference.subject(), version(reference)))
            .toList();
    NewEntry schema = NewEntry.of(file.subject(), file.type(), file.text(), references);
    Optional<Entry> before = catalog.lookUp(schema, normalize);
    int id = before.map(Entry::id).orElseGet(() -> catalog.register(schema, normalize));
    int version =
        before
            .or(() -> catalog.lookUp(schema, normalize))
            .map(Entry::version)
            .orElseThrow(
                () ->
                    new RefusedException(
                        404, 40403, file.name() + " was registered, and is not found there"));
    versions.put(file.subject(), version);
    return new Registered(file.name(), file.subject(), version, id, before.isEmpty());
  }

  private int version(FileReference reference) {
    return reference
        .version()
        .or(() -> Optional.ofNullable(versions.get(reference.subject())))
        .or(() -> catalog.latest(reference.subject()).map(Entry::version))
        .orElseThrow(
            () ->
                new RefusedException(
                    404, 40401, "Subject " + reference.subject() + " has no version"));
  }
}
