package io.sluice.cli.audit;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerTarget;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditFilter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice audit ls}. */
@Command(
    name = "ls",
    header = "List what was changed by hand, the newest first.",
    description = "With -o json also what it was before and what it became.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice audit ls --who ada --action offsets",
      "  sluice audit ls --pipeline shop --server https://sluice.example.com",
      "  sluice audit ls --from 2026-11-01T00:00:00Z --limit 1000 -o json"
    })
public final class AuditLsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--who", paramLabel = "NAME", description = "Only what this one did.")
  private String who = "";

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only this, such as offsets.reset; or offsets, for all that begin so.")
  private String action = "";

  @Option(names = "--pipeline", paramLabel = "NAME", description = "Only what this one is about.")
  private String pipeline = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only at this time or later, such as 2026-11-22T10:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only before this time.")
  private @Nullable String to;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only entries before this one: the next page behind one that ended there.")
  private long before = Long.MAX_VALUE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public AuditLsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    Optional<ServerClient> there = storage.isSaid() ? Optional.empty() : server.pointedAt(around);
    if (there.isPresent()) {
      show(new ServedAudit(there.get()).list(asked(), before, Math.max(1, limit)), output);
      return ExitCode.OK.number();
    }
    AuditFilter filter =
        new AuditFilter(who, action, pipeline, time("--from", from), time("--to", to));
    try (StateDatabase state = storage.openState(around)) {
      List<Audit.Entry> entries = state.audit().list(filter, before, Math.max(1, limit));
      show(entries.stream().map(AuditLsCommand::document).toList(), output);
    }
    return ExitCode.OK.number();
  }

  private Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("who", who);
    asked.put("action", action);
    asked.put("pipeline", pipeline);
    asked.put("from", Objects.toString(time("--from", from), ""));
    asked.put("to", Objects.toString(time("--to", to), ""));
    return asked;
  }

  private static Map<String, Object> document(Audit.Entry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", entry.id());
    document.put("at", entry.at().toString());
    document.put("who", entry.who());
    document.put("action", entry.action());
    document.put("pipeline", entry.pipeline());
    document.put("before", entry.before());
    document.put("after", entry.after());
    document.put("reason", entry.reason());
    return document;
  }

  private void show(List<Map<String, Object>> entries, Output output) {
    List<String> columns = List.of("id", "at", "who", "action", "pipeline", "reason");
    TextTable table = new TextTable(columns);
    for (Map<String, Object> entry : entries) {
      table.row(columns.stream().map(column -> "" + entry.get(column)).toList());
    }
    if (entries.isEmpty()) {
      output.line("No entries.");
    } else {
      table.lines().forEach(output::line);
    }
    if (entries.size() == limit) {
      output.line("");
      output.line("There may be more: --before " + entries.get(entries.size() - 1).get("id"));
    }
    output.document(Map.of("entries", entries));
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          option + ": expected a time such as 2026-11-22T10:00:00Z but found '" + text + "'",
          null,
          e);
    }
  }
}
