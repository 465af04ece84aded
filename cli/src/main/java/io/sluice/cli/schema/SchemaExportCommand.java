package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.schema.transfer.RegistryFolder;
import io.sluice.cli.schema.transfer.Snapshot;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.text.Figures;
import io.sluice.schema.formats.SchemaFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice schema export}. */
@Command(
    name = "export",
    header = "Write a registry into a folder: a file for each version, with ids and settings.",
    description =
        "What is soft-deleted as well, since data may have been written with it. The same registry"
            + " makes the same bytes, so that the folder can be kept in a repository; an export"
            + " that is there already is replaced, once the new one is whole.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema export backup/ --registry http://localhost:8081",
      "  sluice schema export backup/ orders-value      this one and what it refers to"
    })
public final class SchemaExportCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Where to; made if missing.")
  private Path folder = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SUBJECT",
      description = "Only these, and what they refer to. Default: all.")
  private List<String> subjects = new ArrayList<>();

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaExportCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    try (Catalog catalog = registry.open(around, SchemaFormats.standard())) {
      return Refusals.told(catalog, () -> export(catalog, output));
    }
  }

  private int export(Catalog catalog, Output output) throws IOException {
    Snapshot snapshot = Snapshot.of(catalog, subjects);
    for (String subject : subjects) {
      if (snapshot.subjects().get(subject) == null
          || snapshot.subjects().get(subject).versions().isEmpty()) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, catalog.name() + " has no subject " + subject, null);
      }
    }
    Path target = around.resolve(folder);
    new RegistryFolder(target).write(snapshot);
    int versions = snapshot.versions().size();
    output.line(
        "Exported "
            + Figures.count(versions)
            + " versions of "
            + Figures.count(snapshot.subjects().size())
            + " subjects to "
            + target);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("folder", target.toString());
    document.put("subjects", snapshot.subjects().size());
    document.put("versions", versions);
    output.document(document);
    return ExitCode.OK.number();
  }
}
