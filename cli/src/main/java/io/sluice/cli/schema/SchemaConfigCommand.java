package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.registry.model.Mode;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.formats.SchemaFormats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema config}. */
@Command(
    name = "config",
    header = "Show or set what a subject's versions owe each other, and what may be done with it.",
    description = {
      "Without SUBJECT it is about what holds where a subject says nothing of its own; with"
          + " :.NAME: about all subjects of a context.",
      "Without a setting it only shows what holds, and who says it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema config                                      what holds for all",
      "  sluice schema config orders-value",
      "  sluice schema config orders-value --compatibility NONE    accept the next version whatever"
          + " it is",
      "  sluice schema config orders-value --reset                 as for all others again",
      "  sluice schema config --mode READONLY --registry http://old-registry:8081"
    })
public final class SchemaConfigCommand implements Callable<Integer> {
  private static final String LEVEL = "compatibilityLevel";
  private static final String MODE = "mode";

  private final Surroundings around;

  @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "A subject. Default: all.")
  private String subject = "";

  @Option(
      names = "--compatibility",
      paramLabel = "LEVEL",
      description = "What a new version owes the earlier ones: ${COMPLETION-CANDIDATES}.")
  private @Nullable CompatibilityLevel level;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "What may be done with it: ${COMPLETION-CANDIDATES}.")
  private @Nullable Mode mode;

  @Option(
      names = "--force",
      description = "With --mode IMPORT: although there are versions already.")
  private boolean force;

  @Option(
      names = "--reset",
      description = "Take back all that the subject says of its own, before anything is set.")
  private boolean reset;

  @Mixin private CatalogOptions registry = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SchemaConfigCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    if (reset && subject.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--reset is for one subject, whose settings then are those of all",
          "Say what is to hold for all: --compatibility BACKWARD --mode READWRITE.");
    }
    Output output = common.output(around);
    try (Catalog catalog = registry.openToWrite(around, SchemaFormats.standard())) {
      return Refusals.told(
          catalog,
          () -> {
            set(catalog);
            show(catalog, output);
            return ExitCode.OK.number();
          });
    }
  }

  private void set(Catalog catalog) {
    boolean closes = mode != null && mode.isReadOnly();
    if (reset) {
      // First, since nothing else may be changed while it may only be read.
      catalog.deleteMode(subject);
      catalog.configure(subject, Map.of());
    }
    if (!closes) {
      setMode(catalog);
    }
    if (level != null) {
      catalog.change(subject, Map.of(LEVEL, level.name()));
    }
    if (closes) {
      setMode(catalog);
    }
  }

  private void setMode(Catalog catalog) {
    if (mode != null) {
      catalog.setMode(subject, mode.name(), force);
    }
  }

  private void show(Catalog catalog, Output output) {
    boolean ofAll = subject.isEmpty();
    Map<String, Object> said = ofAll ? catalog.globalConfig() : catalog.config(subject);
    Map<String, Object> held = new TreeMap<>(ofAll ? said : catalog.heldConfig(subject));
    held.putIfAbsent(LEVEL, CompatibilityLevel.BACKWARD.name());
    held.put(MODE, ofAll ? catalog.globalMode() : catalog.heldMode(subject));
    Set<String> own = new TreeSet<>(said.keySet());
    catalog.mode(subject).ifPresent(each -> own.add(MODE));
    Set<String> ofContext = ofAll || isContext() ? Set.of() : ofContext(catalog);

    output.line(Style.STRONG, (ofAll ? "All subjects" : subject) + " in " + catalog.name());
    TextTable table = TextTable.uncut(List.of("setting", "value", "set on"));
    held.forEach(
        (name, value) ->
            table.row(
                List.of(
                    name.equals(LEVEL) ? "compatibility" : name,
                    String.valueOf(value),
                    ofAll
                        ? "all"
                        : own.contains(name)
                            ? "itself"
                            : ofContext.contains(name) ? "its context" : "all")));
    table.lines().forEach(output::line);

    Map<String, Object> document = new LinkedHashMap<>();
    document.put("registry", catalog.name());
    if (!ofAll) {
      document.put("subject", subject);
      document.put("own", own);
    }
    document.put("settings", held);
    output.document(document);
    if (!isContext() && !ofAll && catalog.versions(subject, true).isEmpty()) {
      output.note(catalog.name() + " has no version of " + subject + " yet: is it the name?");
    }
  }

  /** What the context of a subject says that is not in the default one. */
  private Set<String> ofContext(Catalog catalog) {
    if (!subject.startsWith(":.") || subject.indexOf(':', 1) < 0) {
      return Set.of();
    }
    String context = subject.substring(0, subject.indexOf(':', 1) + 1);
    Set<String> said = new TreeSet<>(catalog.config(context).keySet());
    catalog.mode(context).ifPresent(each -> said.add(MODE));
    return said;
  }

  /** As {@code :.team:}. */
  private boolean isContext() {
    return subject.startsWith(":.") && subject.indexOf(':', 1) == subject.length() - 1;
  }
}
