package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.cli.schema.judge.FileCheck;
import io.sluice.cli.schema.judge.Finding;
import io.sluice.cli.schema.judge.Findings;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.schema.formats.SchemaFormats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice schema check}. */
@Command(
    name = "check",
    header = "Judge files with schemas against a registry; change nothing.",
    description = {
      "Each file is held to the level of its subject, towards the versions that the registry has."
          + " What files need of each other is taken from the files: a change of several is judged"
          + " as a whole.",
      "Of a folder every *.avsc, *.proto and *.json with a \"$schema\" in it, each of the subject"
          + " that its name says: orders-value.avsc; a .proto that others import, of the one that"
          + " the import says: shop/money.proto.",
      "Where a schemas.yaml is in the folder, what that says instead, such as subjects:"
          + " {orders-value: avro/order.avsc} (docs/how-to/check-schemas-in-ci.md has all of it).",
      "Ends with 1 if one of them cannot be registered."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema check schemas/ --registry http://localhost:8081",
      "  sluice schema check order.avsc --subject orders-value -o json"
    })
public final class SchemaCheckCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private FilesArgument files = new FilesArgument();
  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaCheckCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    SchemaFormats formats = SchemaFormats.standard();
    List<SchemaFile> found = files.read(around);
    try (Catalog catalog = registry.open(around, formats)) {
      return Refusals.told(
          catalog,
          () -> {
            List<Finding> findings = new FileCheck(catalog, formats).check(found);
            boolean good = findings.stream().allMatch(each -> each.isGood());
            new Findings(output).print(findings);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("registry", catalog.name());
            document.put("compatible", good);
            document.put("files", Findings.documents(findings));
            output.document(document);
            return (good ? ExitCode.OK : ExitCode.FAILED).number();
          });
    }
  }
}
