package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.client.Contexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema ls}. */
@Command(
    name = "ls",
    header = "List subjects with their versions.",
    description =
        "Type and id are those of the newest version. A level in brackets is not the subject's own"
            + " but that of all (or of its context), and changes with it: sluice schema config.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema ls",
      "  sluice schema ls orders --registry http://localhost:8081 -o json"
    })
public final class SchemaLsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only subjects whose names begin with this.")
  private @Nullable String prefix;

  @Option(names = "--deleted", description = "Also what is soft-deleted.")
  private boolean deleted;

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaLsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Output output = common.output(around);
    try (Catalog catalog = registry.open(around, SchemaFormats.standard())) {
      return Refusals.told(catalog, () -> list(catalog, output));
    }
  }

  private int list(Catalog catalog, Output output) {
    String global = String.valueOf(catalog.globalConfig().getOrDefault("compatibilityLevel", ""));
    TextTable table =
        TextTable.uncut(List.of("subject", "versions", "type", "id", "level", "mode"));
    List<Object> documents = new ArrayList<>();
    for (String subject : catalog.subjects(deleted)) {
      if (prefix != null && !subject.startsWith(prefix)) {
        continue;
      }
      List<Integer> versions = catalog.versions(subject, deleted);
      Optional<Entry> newest =
          versions.isEmpty()
              ? Optional.empty()
              : catalog.version(subject, versions.get(versions.size() - 1), true);
      Object own = catalog.config(subject).get("compatibilityLevel");
      Object held = own == null ? inherited(catalog, subject, global) : own;
      Optional<String> mode = catalog.mode(subject);
      table.row(
          List.of(
              subject,
              ranges(versions),
              newest.map(entry -> entry.type().name()).orElse(""),
              newest.map(entry -> "" + entry.id()).orElse(""),
              own == null ? "(" + held + ")" : own.toString(),
              mode.orElse("")));
      documents.add(document(subject, versions, newest, held, mode));
    }
    if (documents.isEmpty()) {
      output.line("No subjects.");
    } else {
      table.lines().forEach(output::line);
    }
    output.document(Map.of("subjects", documents));
    return ExitCode.OK.number();
  }

  /** Only a context may say something else than the registry: then that is asked for. */
  private static String inherited(Catalog catalog, String subject, String global) {
    return Contexts.of(subject).equals(Contexts.DEFAULT) ? global : catalog.level(subject);
  }

  private static Map<String, Object> document(
      String subject,
      List<Integer> versions,
      Optional<Entry> newest,
      Object level,
      Optional<String> mode) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("subject", subject);
    document.put("versions", versions);
    newest.ifPresent(
        entry -> {
          document.put("type", entry.type().name());
          document.put("id", entry.id());
        });
    document.put("level", level.toString());
    mode.ifPresent(said -> document.put("mode", said));
    return document;
  }

  /** {@code 1-3, 5}. */
  static String ranges(List<Integer> numbers) {
    List<int[]> ranges = new ArrayList<>();
    for (int number : numbers) {
      int[] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last[1] + 1 == number) {
        last[1] = number;
      } else {
        ranges.add(new int[] {number, number});
      }
    }
    return ranges.stream()
        .map(range -> range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1])
        .collect(Collectors.joining(", "));
  }
}
