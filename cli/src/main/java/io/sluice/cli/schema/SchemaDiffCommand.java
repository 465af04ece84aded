package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.cli.schema.files.SchemaFiles;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.SchemaSources;
import io.sluice.project.schema.diff.Change;
import io.sluice.project.schema.diff.SchemaDiff;
import io.sluice.schema.Incompatibility;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.formats.SchemaFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice schema diff}. */
@Command(
    name = "diff",
    header = "Show what differs between two schemas, and who breaks.",
    description = {
      "Each is SUBJECT@VERSION of the registry, SUBJECT for its newest version, or a file. A file"
          + " takes what it refers to from the other one's references.",
      "Ends with 0 whatever differs: whether a change is allowed says sluice schema check."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema diff orders-value@1 orders-value@2",
      "  sluice schema diff orders-value order.avsc -o json"
    })
public final class SchemaDiffCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "A", description = "The earlier schema.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "The later schema.")
  private String second = "";

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaDiffCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    SchemaFormats formats = SchemaFormats.standard();
    try (Catalog catalog = registry.open(around, formats)) {
      return Refusals.told(catalog, () -> diff(catalog, formats, output));
    }
  }

  private int diff(Catalog catalog, SchemaFormats formats, Output output) {
    Optional<Entry> firstEntry = entry(first, catalog);
    Optional<Entry> secondEntry = entry(second, catalog);
    SchemaSources sources = SchemaSources.of(catalog, formats);
    ParsedSchema before = parsed(first, firstEntry, secondEntry, sources, formats);
    ParsedSchema after = parsed(second, secondEntry, firstEntry, sources, formats);
    SchemaDiff diff = SchemaDiff.of(formats, before, after);
    print(diff, output);
    output.document(document(diff));
    return ExitCode.OK.number();
  }

  private Optional<Entry> entry(String named, Catalog catalog) {
    return Files.isRegularFile(around.resolve(Path.of(named)))
        ? Optional.empty()
        : Optional.of(SchemaArgument.of(named).in(catalog));
  }

  private ParsedSchema parsed(
      String named,
      Optional<Entry> own,
      Optional<Entry> other,
      SchemaSources sources,
      SchemaFormats formats) {
    try {
      if (own.isPresent()) {
        return sources.parsed(own.get());
      }
      SchemaFile file =
          SchemaFiles.in(around.directory(), around.resolve(Path.of(named)), named).get(0);
      List<SchemaReference> references = other.map(Entry::references).orElse(List.of());
      String subject = other.map(Entry::subject).orElse(named);
      return formats.parse(sources.source(file.type(), file.text(), subject, references));
    } catch (InvalidSchemaException e) {
      throw new CommandFailure(ExitCode.FAILED, named + ": " + e.getMessage(), null, e);
    }
  }

  private void print(SchemaDiff diff, Output output) {
    if (diff.changes().isEmpty()) {
      output.line("No difference in what they say.");
    }
    for (Change change : diff.changes()) {
      switch (change.kind()) {
        case "added" -> output.line(Style.GOOD, "+ " + change.path() + ": " + said(change.after()));
        case "removed" ->
            output.line(Style.BAD, "- " + change.path() + ": " + said(change.before()));
        default ->
            output.line(
                Style.WARNING,
                "~ "
                    + change.path()
                    + ": "
                    + said(change.before())
                    + " -> "
                    + said(change.after()));
      }
    }
    output.line("");
    readers(output, "Who has " + second + " at data of " + first, diff.newReaders());
    readers(output, "Who has " + first + " at data of " + second, diff.oldReaders());
  }

  private static String said(Optional<String> said) {
    return said.orElse("");
  }

  private static void readers(Output output, String who, List<Incompatibility> reasons) {
    output.line(who + (reasons.isEmpty() ? ": can read it." : ": cannot read it:"));
    for (Incompatibility reason : reasons) {
      String where = reason.path().isEmpty() ? "" : reason.path() + ": ";
      output.line("  " + where + reason.description() + " (" + reason.kind() + ")");
    }
  }

  private static Map<String, Object> document(SchemaDiff diff) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("changes", diff.changes().stream().map(SchemaDiffCommand::document).toList());
    document.put("new_readers_can_read", diff.newReaders().isEmpty());
    document.put("old_readers_can_read", diff.oldReaders().isEmpty());
    document.put("new_readers_break_at", diff.newReaders());
    document.put("old_readers_break_at", diff.oldReaders());
    return document;
  }

  private static Map<String, Object> document(Change change) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("path", change.path());
    document.put("kind", change.kind());
    change.before().ifPresent(before -> document.put("before", before));
    change.after().ifPresent(after -> document.put("after", after));
    return document;
  }
}
