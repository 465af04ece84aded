package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.Origin;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.formats.SchemaFormats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema show}. */
@Command(
    name = "show",
    header = "Show one version of a subject, with what it needs.",
    description = "Who registered it and when is known of the project's own registry.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema show orders-value            the newest version",
      "  sluice schema show orders-value@2 -o json",
      "  sluice schema show orders-value --text > order.avsc"
    })
public final class SchemaShowCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "SUBJECT[@VERSION]",
      description = "A subject; without a number its newest version.")
  private String named = "";

  @Option(names = "--text", description = "Only the schema, as it was registered.")
  private boolean text;

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaShowCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    try (Catalog catalog = registry.open(around, SchemaFormats.standard())) {
      return Refusals.told(catalog, () -> show(catalog, output));
    }
  }

  private int show(Catalog catalog, Output output) {
    Entry entry = SchemaArgument.of(named).in(catalog);
    if (text) {
      output.exact(entry.text());
      output.document(Map.of("schema", entry.text()));
      return ExitCode.OK.number();
    }
    Optional<Origin> origin = catalog.origin(entry.subject(), entry.version());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("subject", entry.subject());
    document.put("version", entry.version());
    document.put("id", entry.id());
    document.put("type", entry.type().name());
    document.put("level", catalog.level(entry.subject()));
    document.put("references", entry.references());
    if (!entry.metadata().isEmpty()) {
      document.put("metadata", entry.metadata());
    }
    if (!entry.ruleSet().isEmpty()) {
      document.put("ruleSet", entry.ruleSet());
    }
    origin.ifPresent(
        from -> {
          document.put("registered_at", from.at().toString());
          document.put("registered_by", from.actor());
          from.reason().ifPresent(why -> document.put("reason", why));
        });
    document.put("schema", entry.text());
    output.document(document);
    print(entry, origin, catalog.level(entry.subject()), output);
    return ExitCode.OK.number();
  }

  private static void print(Entry entry, Optional<Origin> origin, String level, Output output) {
    output.line(
        output.styled(io.sluice.cli.console.Style.STRONG, entry.name())
            + "  "
            + entry.type()
            + "  id "
            + entry.id()
            + "  "
            + level);
    origin.ifPresent(
        from ->
            output.line(
                "registered "
                    + from.at()
                    + " by "
                    + from.actor()
                    + from.reason().map(why -> ": " + why).orElse("")));
    for (SchemaReference reference : entry.references()) {
      output.line(
          "needs " + reference.name() + " = " + reference.subject() + "@" + reference.version());
    }
    if (!entry.metadata().isEmpty()) {
      output.line("metadata " + entry.metadata());
    }
    if (!entry.ruleSet().isEmpty()) {
      output.line("rules " + entry.ruleSet());
    }
    output.line("");
    output.line(entry.readable());
  }
}
