package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.cli.schema.judge.FileCheck;
import io.sluice.cli.schema.judge.Finding;
import io.sluice.cli.schema.judge.Findings;
import io.sluice.cli.schema.judge.Registered;
import io.sluice.cli.schema.judge.Registration;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.schema.formats.SchemaFormats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice schema register}. */
@Command(
    name = "register",
    header = "Register files with schemas, each after those that it needs.",
    description = {
      "Which files, and whose they are, as for sluice schema check. All are judged first: if one"
          + " cannot be registered, none is.",
      "What is a version already is left."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema register schemas/ --registry http://localhost:8081",
      "  sluice schema register order.avsc --subject orders-value"
    })
public final class SchemaRegisterCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private FilesArgument files = new FilesArgument();

  @Option(
      names = "--normalize",
      description = "Have the registry bring each schema into its normal form first.")
  private boolean normalize;

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaRegisterCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    SchemaFormats formats = SchemaFormats.standard();
    List<SchemaFile> found = files.read(around);
    try (Catalog catalog = registry.openToWrite(around, formats)) {
      return Refusals.told(catalog, () -> register(catalog, formats, found, output));
    }
  }

  private int register(
      Catalog catalog, SchemaFormats formats, List<SchemaFile> found, Output output) {
    List<Finding> findings = new FileCheck(catalog, formats).check(found);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("registry", catalog.name());
    if (findings.stream().anyMatch(each -> !each.isGood())) {
      new Findings(output).print(findings);
      output.line("Nothing was registered.");
      document.put("registered", List.of());
      document.put("files", Findings.documents(findings));
      output.document(document);
      return ExitCode.FAILED.number();
    }
    List<Registered> registered = new Registration(catalog, normalize).of(found);
    TextTable table = TextTable.uncut(List.of("file", "subject", "version", "id", ""));
    List<Object> documents = new ArrayList<>();
    for (Registered each : registered) {
      table.row(
          List.of(
              each.file(),
              each.subject(),
              "" + each.version(),
              "" + each.id(),
              each.isNew() ? "new" : "was there"));
      documents.add(each);
    }
    table.lines().forEach(output::line);
    document.put("registered", documents);
    output.document(document);
    return ExitCode.OK.number();
  }
}
