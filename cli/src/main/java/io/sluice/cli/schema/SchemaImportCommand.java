package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.schema.transfer.Import;
import io.sluice.cli.schema.transfer.RegistryFolder;
import io.sluice.cli.schema.transfer.Snapshot;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.text.Figures;
import io.sluice.schema.formats.SchemaFormats;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema import}. */
@Command(
    name = "import",
    header = "Bring a registry into another one, with ids and versions kept.",
    description = {
      "Data in topics names schemas by their ids: with the same ids it is read as before. If an id"
          + " or a version stands for another schema here, nothing is written and all such are"
          + " named.",
      "Subjects are in mode IMPORT meanwhile and in their own afterwards. What is there already is"
          + " left, so an import that was broken off is simply done again.",
      "Levels and modes of subjects come along; those of the whole registry do with --global."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema import http://old-registry:8081",
      "  sluice schema import backup/ --registry http://localhost:8081 --dry-run"
    })
public final class SchemaImportCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "FOLDER|URL", description = "An export, or another registry.")
  private String from = "";

  @Option(
      names = "--from-config",
      paramLabel = "FILE",
      description =
          "Properties that say how one gets into the other registry, as those of"
              + " --registry-config.")
  private @Nullable Path fromConfig;

  @Option(names = "--global", description = "Also the level of the registry as a whole.")
  private boolean global;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaImportCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    SchemaFormats formats = SchemaFormats.standard();
    Snapshot snapshot = snapshot();
    try (Catalog catalog = registry.openToWrite(around, formats)) {
      return Refusals.told(catalog, () -> bring(snapshot, catalog, formats, output));
    }
  }

  private Snapshot snapshot() throws Exception {
    if (!CatalogOptions.isUrl(from)) {
      return new RegistryFolder(around.resolve(Path.of(from))).read();
    }
    try (Catalog other = CatalogOptions.other(around, from, fromConfig)) {
      return Refusals.told(other, () -> Snapshot.of(other, List.of()));
    }
  }

  private int bring(Snapshot snapshot, Catalog catalog, SchemaFormats formats, Output output) {
    Import work = Import.prepare(snapshot, catalog, formats);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("to", catalog.name());
    document.put("missing", work.missing());
    document.put("present", work.present());
    document.put("settings", work.settings());
    if (!work.conflicts().isEmpty()) {
      output.line(Style.BAD, "Nothing was imported: " + catalog.name() + " has other schemas.");
      work.conflicts().forEach(conflict -> output.line("  " + conflict));
      document.put("conflicts", work.conflicts());
      output.document(document);
      return ExitCode.CONFLICT.number();
    }
    if (dryRun) {
      output.line(
          Figures.count(work.missing())
              + " versions would be imported, "
              + Figures.count(work.present())
              + " are there already.");
    } else {
      work.run();
      if (global) {
        catalog.change("", snapshot.config());
      }
      output.line(
          "Imported "
              + Figures.count(work.missing())
              + " versions; "
              + Figures.count(work.present())
              + " were there already.");
      document.put("imported", work.missing());
    }
    Object level = snapshot.config().get("compatibilityLevel");
    if (!global
        && level != null
        && !level.equals(catalog.globalConfig().get("compatibilityLevel"))) {
      output.note(
          "Where subjects say no level, it is "
              + level
              + " there and "
              + catalog.globalConfig().get("compatibilityLevel")
              + " here; --global brings it along.");
    }
    output.document(document);
    return ExitCode.OK.number();
  }
}
