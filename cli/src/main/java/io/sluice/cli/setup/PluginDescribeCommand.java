package io.sluice.cli.setup;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Paragraph;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServerTarget;
import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.UnknownPluginException;
import io.sluice.project.ProjectPlugins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice plugin describe}. */
@Command(
    name = "describe",
    header = "Show every option of a connector or transform, as it documents itself.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin describe postgres",
      "  sluice plugin describe maria-db@3.5.0.Final     one of several versions",
      "  sluice plugin describe org.apache.kafka.connect.transforms.RegexRouter"
    })
public final class PluginDescribeCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      paramLabel = "NAME[@VERSION]",
      description = "Alias, class name or coordinates, with @VERSION where there are several.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "If several kinds share the name: ${COMPLETION-CANDIDATES}.")
  private @Nullable PluginKind kind;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginDescribeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    ServerTarget.tellIgnored(around, "plugin");
    name = ProjectPlugins.asInPipelines(name);
    try (Plugins plugins = options.plugins(around)) {
      List<PluginId> found = find(plugins);
      List<Object> documents = new ArrayList<>();
      for (PluginId id : found) {
        PluginDescription description = plugins.describe(id);
        String version = plugins.knownVersion(id);
        print(description, version, output);
        documents.add(document(description, version));
      }
      output.document(Map.of("plugins", documents));
      return ExitCode.OK.number();
    }
  }

  private List<PluginId> find(Plugins plugins) {
    List<PluginId> found = new ArrayList<>();
    PluginException unknown = null;
    for (PluginKind one : kind == null ? List.of(PluginKind.values()) : List.of(kind)) {
      try {
        found.add(plugins.find(one, name));
      } catch (UnknownPluginException e) {
        unknown = unknown == null ? e : unknown; // another kind may have it
      }
    }
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          kind == null || unknown == null
              ? "no plugin is called '" + name + "'"
              : String.valueOf(unknown.getMessage()),
          "See them with: sluice plugin ls",
          unknown);
    }
    return found;
  }

  private static void print(PluginDescription description, String version, Output output) {
    PluginId id = description.id();
    output.line(
        output.styled(Style.STRONG, id.alias())
            + "  "
            + id.kind().title()
            + ", "
            + id.className()
            + ", version "
            + version
            + (version.equals(description.version())
                ? ""
                : " (reports " + description.version() + ")"));
    for (PluginDescription.Option option : description.options()) {
      output.line("");
      output.line(
          "  "
              + output.styled(Style.STRONG, option.name())
              + "  "
              + option.type()
              + (option.required()
                  ? ", required"
                  : option
                      .defaultValue()
                      .filter(d -> !d.isBlank())
                      .map(d -> ", default " + d)
                      .orElse(""))
              + ", importance "
              + option.importance());
      if (!option.documentation().isBlank()) {
        Paragraph.wrapped(option.documentation(), "    ").forEach(output::line);
      }
    }
    output.line("");
  }

  private static Map<String, Object> document(PluginDescription description, String version) {
    Map<String, Object> document = PluginLsCommand.document(description.id());
    document.put("version", version);
    document.put("reports", description.version());
    List<Object> options = new ArrayList<>();
    for (PluginDescription.Option option : description.options()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", option.name());
      one.put("type", option.type());
      one.put("required", option.required());
      option.defaultValue().ifPresent(d -> one.put("default", d));
      one.put("importance", option.importance());
      option.group().ifPresent(g -> one.put("group", g));
      one.put("documentation", option.documentation());
      options.add(one);
    }
    document.put("options", options);
    return document;
  }
}
