package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.schema.formats.SchemaFormats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema delete}. */
@Command(
    name = "delete",
    header = "Delete a version, or all versions of a subject.",
    description = {
      "Softly: it is not listed any more, and what was written with it can still be read by its"
          + " id. With --permanent for good, which goes only with what was deleted softly before.",
      "What another schema refers to cannot be deleted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema delete orders-value@3 --reason \"registered by mistake\"",
      "  sluice schema delete old-value --permanent --yes"
    })
public final class SchemaDeleteCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "SUBJECT[@VERSION]",
      description = "A subject; without a number all its versions.")
  private String named = "";

  @Option(names = "--permanent", description = "For good.")
  private boolean permanent;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; kept by the project's own registry.")
  private @Nullable String reason;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaDeleteCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    try (Catalog catalog = registry.open(around, SchemaFormats.standard())) {
      return Refusals.told(catalog, () -> delete(catalog, output));
    }
  }

  private int delete(Catalog catalog, Output output) throws IOException {
    SchemaArgument argument = SchemaArgument.of(named);
    boolean isWhole = argument.version().isEmpty();
    List<Integer> versions =
        isWhole
            ? new ArrayList<>(catalog.versions(argument.subject(), permanent))
            : new ArrayList<>(argument.version().stream().toList());
    if (versions.isEmpty() || !isWhole) {
      // Says what there is, where there is no such version.
      Entry one = argument.in(catalog);
      if (versions.isEmpty()) {
        versions.add(one.version());
      }
    }
    if (permanent && !yes && !sure(versions)) {
      output.line("Nothing was deleted.");
      return ExitCode.OK.number();
    }
    for (int version : versions) {
      catalog.delete(argument.subject(), version, permanent, Optional.ofNullable(reason));
    }
    output.line(
        argument.subject()
            + ": deleted "
            + (permanent ? "for good " : "softly ")
            + SchemaLsCommand.ranges(versions));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("subject", argument.subject());
    document.put("deleted", versions);
    document.put("permanent", permanent);
    output.document(document);
    return ExitCode.OK.number();
  }

  private boolean sure(List<Integer> versions) throws IOException {
    return Question.confirm(
        around,
        "Delete "
            + named
            + " ("
            + SchemaLsCommand.ranges(versions)
            + ") for good, so that nothing written with it can be read by its id?");
  }
}
